using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Writes the copying of arrays.</summary>
internal sealed class ArrayBodies(DocumentCopy copy, Immutability immutability)
{
    public string Of(IArrayTypeSymbol type)
    {
        var isImmutable = immutability.IsImmutable(type.ElementType);
        return "if (source is null) { return null; }\n"
            + (type.ElementType is { IsReferenceType: true, IsSealed: false } ? Exact.OrThrow(type) : "")
            + (isImmutable && type.Rank == 1 ? $"return new global::System.ReadOnlySpan<{DocumentCopy.Name(type.ElementType)}>(source).ToArray();"
                : isImmutable ? $"return ({DocumentCopy.Name(type)})source.Clone();"
                : type.Rank == 1 ? Vector(type)
                : Matrix(type));
    }

    // Through spans: a store into an array asks each time whether the element fits.
    private string Vector(IArrayTypeSymbol type) => $$"""
        var copy = new {{Sized(type.ElementType)}};
        var to = new global::System.Span<{{DocumentCopy.Name(type.ElementType)}}>(copy);
        for (var index = 0; index < source.Length && index < to.Length; index++)
        {
            var item = source[index];
            to[index] = {{copy.Copied(type.ElementType, "item", Place(type))}};
        }

        return copy;
        """;

    private string Matrix(IArrayTypeSymbol type)
    {
        var indices = Enumerable.Range(0, type.Rank).Select(dimension => $"i{dimension}").ToArray();
        var element = $"[{string.Join(", ", indices)}]";
        var loops = indices.Select((index, dimension) =>
            $"for (var {index} = source.GetLowerBound({dimension}); {index} <= source.GetUpperBound({dimension}); {index}++)\n");
        return $"var copy = ({DocumentCopy.Name(type)})source.Clone();\n{string.Concat(loops)}{{\n    copy{element} = {copy.Copied(type.ElementType, "source" + element, Place(type))};\n}}\n\nreturn copy;";
    }

    // The length of an array of arrays stands in the first pair of brackets: new int[length][].
    private static string Sized(ITypeSymbol element)
    {
        var innermost = element;
        while (innermost is IArrayTypeSymbol array)
        {
            innermost = array.ElementType;
        }

        var name = DocumentCopy.Name(innermost);
        return $"{name}[source.Length]{DocumentCopy.Name(element).Substring(name.Length)}";
    }

    private static string Place(IArrayTypeSymbol type) => $"an element of {DocumentCopy.Short(type)}";
}
