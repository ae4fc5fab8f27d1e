using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>The types that <c>[JsonDerivedType]</c> names: those that the serializer makes for a member of the base's type.</summary>
internal static class JsonDerivedTypes
{
    private const string Attribute = "System.Text.Json.Serialization.JsonDerivedTypeAttribute";

    /// <summary>Without the type itself.</summary>
    public static IReadOnlyList<ITypeSymbol> Of(ITypeSymbol type) =>
    [
        .. type.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.ToDisplayString() == Attribute)
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
            .OfType<ITypeSymbol>()
            .Where(derived => !SymbolEqualityComparer.Default.Equals(derived, type)),
    ];
}
