using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rewriting;

/// <summary>Names for new variables, derived from types and free in the code around.</summary>
internal static class Names
{
    /// <summary>
    /// The name itself, or the name with the first number that is free: in the code of <paramref name="scope"/> and in what it sees. A class sees its
    /// other parts and its base classes.
    /// </summary>
    public static string Unique(SemanticModel model, SyntaxNode scope, string preferred)
    {
        var used = new HashSet<string>(scope.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        var inside = scope is ClassDeclarationSyntax { OpenBraceToken.Span: { Length: > 0 } brace } ? brace.End : scope.SpanStart;
        used.UnionWith(model.LookupSymbols(inside).Select(symbol => symbol.Name));
        var name = preferred;
        for (var number = 2; used.Contains(name); number++)
        {
            name = preferred + number;
        }

        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }

    /// <summary><c>ITextModel</c> becomes <c>textModel</c>, <c>List&lt;Product&gt;</c> becomes <c>product</c>: the element says more than the collection.</summary>
    public static string FromType(ITypeSymbol type)
    {
        var named = type is IArrayTypeSymbol array ? array.ElementType : type;
        while (named is INamedTypeSymbol { TypeArguments.Length: > 0 } generic)
        {
            named = generic.TypeArguments[generic.TypeArguments.Length - 1];
        }

        var name = named.Name;
        if (named.TypeKind == TypeKind.Interface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]))
        {
            name = name.Substring(1);
        }

        return Camel(name.Length == 0 ? "value" : name);
    }

    /// <summary>Lowers the first word: <c>JsonNode</c> to <c>jsonNode</c>, <c>DTO</c> to <c>dto</c>, <c>HTTPClient</c> to <c>httpClient</c>.</summary>
    public static string Camel(string name)
    {
        var upper = name.TakeWhile(char.IsUpper).Count();
        var lowered = upper > 1 && upper < name.Length ? upper - 1 : Math.Max(upper, 1);
        return name.Substring(0, lowered).ToLowerInvariant() + name.Substring(lowered);
    }

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
