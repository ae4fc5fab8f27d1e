using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Rewriting;

/// <summary>How generated code names types: short, with the namespaces imported. Where that is ambiguous the proof fails and no fix is offered.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Short(ITypeSymbol type) => type.ToDisplayString(Format);

    public static IEnumerable<string> Namespaces(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return Namespaces(array.ElementType);
        }

        var own = type.SpecialType == SpecialType.None && type.ContainingNamespace is { IsGlobalNamespace: false } space ? new[] { space.ToDisplayString() } : [];
        return type is INamedTypeSymbol named ? own.Concat(named.TypeArguments.SelectMany(Namespaces)) : own;
    }
}
