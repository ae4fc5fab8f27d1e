using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>What keeps a value from being copied field by field, as far as its declared type shows.</summary>
internal static class Obstacles
{
    private const string Converter = "System.Text.Json.Serialization.JsonConverterAttribute";

    public static Obstacle? Of(ITypeSymbol type, string place, Compilation compilation, InstanceFields fields)
    {
        var name = DocumentCopy.Short(type);
        return type switch
        {
            { SpecialType: SpecialType.System_Object } or IDynamicTypeSymbol => new($"{place} is an object, which can be of any type", IsCompilable: false),
            { TypeKind: TypeKind.Delegate } => new($"{place} is a delegate", IsCompilable: false),
            IPointerTypeSymbol or IFunctionPointerTypeSymbol => new($"{place} is a pointer", IsCompilable: false),
            { IsRefLikeType: true } => new($"{place} is a ref struct", IsCompilable: false),
            IErrorTypeSymbol or ITypeParameterSymbol => new($"{place} has no known type", IsCompilable: false),
            IArrayTypeSymbol array => Of(array.ElementType, place, compilation, fields) is { } element && array.ElementType.TypeKind == TypeKind.Pointer ? element : null,
            // Its one field stands for many elements.
            { IsValueType: true } when type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "InlineArrayAttribute") =>
                new($"{name} is an inline array", IsCompilable: false),
            _ when HasConverter(type) => new($"{name} has a converter of its own", IsCompilable: false),
            // It may put one object into two places, and the serializer would not know.
            _ when type.AllInterfaces.Any(contract => contract.Name is "IJsonOnDeserialized" or "IJsonOnDeserializing") =>
                new($"{name} runs code of its own when it is read", IsCompilable: false),
            INamedTypeSymbol { IsFileLocal: true } => new($"{name} is visible in its file only", IsCompilable: true),
            _ when !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) => new($"{name} is private", IsCompilable: true),
            _ => null,
        };
    }

    /// <summary>A converter may make anything of the JSON. Those that the serializer brings make enumerations.</summary>
    public static bool HasConverter(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        IsConverter(attribute.AttributeClass)
        && attribute.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol { ContainingAssembly.Name: "System.Text.Json" });

    private static bool IsConverter(INamedTypeSymbol? attribute)
    {
        for (var level = attribute; level is not null; level = level.BaseType)
        {
            if (level.ToDisplayString() == Converter)
            {
                return true;
            }
        }

        return false;
    }
}
