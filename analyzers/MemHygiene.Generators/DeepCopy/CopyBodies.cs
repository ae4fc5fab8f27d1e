using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Writes the statements that copy a value, called <c>source</c>, of one type.</summary>
internal sealed class CopyBodies(DocumentCopy copy, Compilation compilation, InstanceFields fields, Immutability immutability, Accessors accessors)
{
    private const string Null = "if (source is null) { return null; }\n";
    private const string Nodes = "System.Text.Json.Nodes.";
    private readonly ObjectBodies _objects = new(copy, compilation, fields, immutability, accessors);

    public string Of(ITypeSymbol type) => type is IArrayTypeSymbol array ? new ArrayBodies(copy, immutability).Of(array) : Of((INamedTypeSymbol)type);

    private string Of(INamedTypeSymbol type)
    {
        var definition = type.OriginalDefinition.ToDisplayString();
        return type switch
        {
            { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } =>
                $"return source.HasValue ? {copy.Copied(type.TypeArguments[0], "source.GetValueOrDefault()", Place(type))} : null;",
            { IsTupleType: true } => Tuple(type.TupleUnderlyingType ?? type),
            _ when definition.StartsWith("System.Tuple<", StringComparison.Ordinal) =>
                $"{Null}{Exactly(type)}return new {DocumentCopy.Name(type)}({string.Join(", ", type.TypeArguments.Select((item, index) => copy.Copied(item, $"source.{TupleItem(index)}", Place(type))))});",
            _ when definition == "System.Collections.Generic.KeyValuePair<TKey, TValue>" =>
                $"return new {DocumentCopy.Name(type)}({copy.Copied(type.TypeArguments[0], "source.Key", Place(type))}, {copy.Copied(type.TypeArguments[1], "source.Value", Place(type))});",
            _ when definition is Nodes + "JsonNode" or Nodes + "JsonObject" or Nodes + "JsonArray" or Nodes + "JsonValue" =>
                $"return ({DocumentCopy.Name(type)})source?.DeepClone();",
            _ when definition == "System.Text.Json.JsonDocument" =>
                $"{Null}return global::System.Text.Json.JsonDocument.Parse(source.RootElement.GetRawText());",
            _ when definition is "System.Memory<T>" or "System.ReadOnlyMemory<T>" && immutability.IsImmutable(type.TypeArguments[0]) => "return source.ToArray();",
            _ when definition == "System.Collections.Immutable.ImmutableArray<T>" => ImmutableArray(type),
            _ when Collections.RebuildingOf(definition) is { } rebuilding => Null + Filled(rebuilding, type),
            _ when Collections.ImplementationsOf(definition) is { } implementations => Null + Exact.OneOf(Implementations(type, implementations), copy),
            _ when Collections.ShapeOf(definition) is { } shape => Null + Exactly(type) + Collection(type, shape),
            _ when !fields.AreSeen(type) => Foreign(type),
            { IsValueType: true } => _objects.Struct(type),
            _ => Null + _objects.Class(type),
        };
    }

    private static string Place(INamedTypeSymbol type) => $"a part of {DocumentCopy.Short(type)}";

    private static string Exactly(INamedTypeSymbol type) => type.IsSealed ? "" : Exact.OrThrow(type);

    private static string TupleItem(int index) => index == 7 ? "Rest" : $"Item{index + 1}";

    private string Tuple(INamedTypeSymbol type) =>
        "var copy = source;\n"
        + string.Concat(type.TypeArguments.Select((item, index) => (Item: item, Field: "copy." + TupleItem(index)))
            .Where(part => !immutability.IsImmutable(part.Item))
            .Select(part => $"{part.Field} = {copy.Copied(part.Item, part.Field, Place(type))};\n"))
        + "return copy;";

    private string ImmutableArray(INamedTypeSymbol type) => $$"""
        if (source.IsDefault) { return source; }
        return global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray<{{DocumentCopy.Name(type.TypeArguments[0])}}>(
            {{copy.Copied(compilation.CreateArrayTypeSymbol(type.TypeArguments[0]), $"global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsArray<{DocumentCopy.Name(type.TypeArguments[0])}>(source)", Place(type))}});
        """;

    private string Collection(INamedTypeSymbol type, CollectionShape shape)
    {
        shape = type.TypeArguments.All(immutability.IsImmutable) ? shape.WhenImmutable ?? shape : shape;
        return Filled($"{Before(shape)}var copy = new {DocumentCopy.Name(type)}({string.Join(", ", shape.Arguments)});\n{shape.Fill}", type) + "\nreturn copy;";
    }

    private static string Before(CollectionShape shape) => shape.Before.Length == 0 ? "" : shape.Before + "\n";

    private string Filled(string statements, INamedTypeSymbol type) => CollectionText.Filled(statements, type, copy, Place(type));

    private IEnumerable<ITypeSymbol> Implementations(INamedTypeSymbol type, string[] names)
    {
        foreach (var name in names)
        {
            if (name == "[]")
            {
                yield return compilation.CreateArrayTypeSymbol(type.TypeArguments[0]);
            }
            else if (CollectionText.Find(name, compilation) is { } definition)
            {
                yield return definition.Construct([.. type.TypeArguments]);
            }
        }
    }

    private string Foreign(INamedTypeSymbol type)
    {
        if (DocumentTypes.IsMarked(type))
        {
            return "return global::MemHygiene.JsonStores.Copying.GeneratedCopies.Copy(source);";
        }

        var derived = JsonDerivedTypes.Of(type);
        if (type.TypeKind == TypeKind.Interface && derived.Count > 0)
        {
            return Null + Exact.OneOf(derived, copy);
        }

        var name = DocumentCopy.Short(type);
        copy.Stop(new($"{name} belongs to another assembly, {type.ContainingAssembly?.Name}", IsCompilable: true));
        return "";
    }
}
