using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Growth;

/// <summary>Every place where the code of a compilation names a symbol: all of what the type or member around it says, and the files whose index has the name.</summary>
internal static class Mentions
{
    /// <param name="symbol">A field, property, local or parameter.</param>
    /// <param name="compilation">Where to look.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="mayBe">What can be seen without binding; null for every mention.</param>
    public static IEnumerable<Mention> Of(ISymbol symbol, Compilation compilation, CancellationToken cancellation, Func<SimpleNameSyntax, bool>? mayBe = null)
    {
        var scopes = ScopesOf(symbol, cancellation).ToList();
        foreach (var scope in scopes)
        {
            foreach (var mention in In(scope, symbol.Name, compilation, cancellation))
            {
                if (mayBe?.Invoke(mention.Name) != false && IsOf(mention, symbol))
                {
                    yield return mention;
                }
            }
        }

        if (symbol is ILocalSymbol or IParameterSymbol or { DeclaredAccessibility: Accessibility.Private })
        {
            yield break;
        }

        foreach (var mention in Named(symbol.Name, compilation, cancellation))
        {
            if (mayBe?.Invoke(mention.Name) != false && !scopes.Exists(scope => scope.SyntaxTree == mention.Name.SyntaxTree && scope.Span.Contains(mention.Name.Span)) && IsOf(mention, symbol))
            {
                yield return mention;
            }
        }
    }

    /// <summary>Whatever is called <paramref name="name"/>, anywhere.</summary>
    public static IEnumerable<Mention> Named(string name, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var index = TreeIndex.For(tree, cancellation);
            if (!index.Mentions(name))
            {
                continue;
            }

            var model = ModelOf(tree, compilation);
            foreach (var use in index.Uses(name, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new Mention(use, model);
            }
        }
    }

    private static bool IsOf(Mention mention, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(mention.Symbol?.OriginalDefinition, symbol.OriginalDefinition);

    private static IEnumerable<SyntaxNode> ScopesOf(ISymbol symbol, CancellationToken cancellation) => symbol is ILocalSymbol or IParameterSymbol
        ? symbol.DeclaringSyntaxReferences.Select(reference => MemberAround(reference.GetSyntax(cancellation), cancellation))
        : symbol.ContainingType?.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)) ?? Enumerable.Empty<SyntaxNode>();

    private static SyntaxNode MemberAround(SyntaxNode declaration, CancellationToken cancellation) =>
        (SyntaxNode?)declaration.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? declaration.SyntaxTree.GetRoot(cancellation);

    private static IEnumerable<Mention> In(SyntaxNode scope, string name, Compilation compilation, CancellationToken cancellation)
    {
        SemanticModel? model = null;
        foreach (var node in scope.DescendantNodes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (node is SimpleNameSyntax simple && simple.Identifier.ValueText == name)
            {
                yield return new Mention(simple, model ??= ModelOf(scope.SyntaxTree, compilation));
            }
        }
    }

    private static SemanticModel ModelOf(SyntaxTree tree, Compilation compilation) =>
#pragma warning disable RS1030 // What names a symbol may be in other files than the one being analysed; few nodes are bound, and the compiler shares its models with analyzers.
        compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
}
