using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Names of generated members: readable, and no two alike.</summary>
internal sealed class MethodNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The name, with a number behind it if it is taken. The same order of questions gives the same names.</summary>
    public string Unique(string wanted)
    {
        var name = wanted;
        for (var number = 2; !_taken.Add(name); number++)
        {
            name = $"{wanted}_{number}";
        }

        return name;
    }

    /// <summary>As the serializer's generator names a type's property: <c>ListInt32</c>, <c>OrderArray</c>.</summary>
    public static string Plain(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Plain(array.ElementType) + "Array" + (array.Rank > 1 ? array.Rank.ToString() : ""),
        INamedTypeSymbol named => (named.IsTupleType ? "ValueTuple" : named.Name) + string.Concat(named.TypeArguments.Select(Plain)),
        _ => type.Name,
    };
}
