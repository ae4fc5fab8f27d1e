using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>
/// Types are recognised by name: nothing has to be resolved up front, a type may come from any assembly or from two,
/// and a compilation without ASP.NET Core just has no such type.
/// </summary>
internal static class Names
{
    public static bool Is(this ITypeSymbol? type, string @namespace, string name) =>
        type is not null && type.Name == name && type.ContainingType is null && type.ContainingNamespace.Is(@namespace);

    public static bool Is(this INamespaceSymbol? symbol, string fullName)
    {
        var end = fullName.Length;
        for (; symbol is { IsGlobalNamespace: false }; symbol = symbol.ContainingNamespace)
        {
            var name = symbol.Name;
            var start = end - name.Length;
            if (start < 0 || string.CompareOrdinal(fullName, start, name, 0, name.Length) != 0 || (start > 0 && fullName[start - 1] != '.'))
            {
                return false;
            }

            end = start - 1;
        }

        return end <= 0;
    }

    public static bool DerivesFrom(this ITypeSymbol? type, string @namespace, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Is(@namespace, name))
            {
                return true;
            }
        }

        return false;
    }

    public static bool HasAttribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The name that <c>Compilation.GetTypeByMetadataName</c> takes: <c>Some.Space.Outer+Inner`1</c>.</summary>
    public static string FullMetadataName(this INamedTypeSymbol type) => type switch
    {
        { ContainingType: { } outer } => outer.FullMetadataName() + "+" + type.MetadataName,
        { ContainingNamespace: { IsGlobalNamespace: false } space } => space.ToDisplayString() + "." + type.MetadataName,
        _ => type.MetadataName,
    };
}
