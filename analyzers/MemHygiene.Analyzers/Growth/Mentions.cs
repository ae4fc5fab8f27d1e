using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Growth;

/// <summary>
/// Every place where the code of a compilation names a symbol. What only its own type sees is searched there; anything else in the files that hold
/// the name at all, which is known per tree and kept as long as the tree.
/// </summary>
internal static class Mentions
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> NamesOfTrees = new();

    public static IEnumerable<Mention> Of(ISymbol symbol, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var scope in ScopesOf(symbol, compilation, cancellation))
        {
            foreach (var mention in In(scope, symbol.Name, compilation, cancellation))
            {
                if (mention.Symbol is { } named && SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, symbol.OriginalDefinition))
                {
                    yield return mention;
                }
            }
        }
    }

    /// <summary>Whatever is called <paramref name="name"/>, anywhere.</summary>
    public static IEnumerable<Mention> Named(string name, Compilation compilation, CancellationToken cancellation) =>
        TreesWith(name, compilation, cancellation).SelectMany(root => In(root, name, compilation, cancellation));

    private static IEnumerable<SyntaxNode> ScopesOf(ISymbol symbol, Compilation compilation, CancellationToken cancellation) => symbol switch
    {
        ILocalSymbol or IParameterSymbol => symbol.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .Select(declaration => (SyntaxNode?)declaration.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? declaration.SyntaxTree.GetRoot(cancellation)),
        { DeclaredAccessibility: Accessibility.Private, ContainingType: { } type } => type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)),
        _ => TreesWith(symbol.Name, compilation, cancellation),
    };

    private static IEnumerable<Mention> In(SyntaxNode scope, string name, Compilation compilation, CancellationToken cancellation)
    {
        SemanticModel? model = null;
        foreach (var node in scope.DescendantNodes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (node is SimpleNameSyntax simple && simple.Identifier.ValueText == name)
            {
                model ??= compilation.GetSemanticModel(scope.SyntaxTree);
                yield return new Mention(simple, model);
            }
        }
    }

    private static IEnumerable<SyntaxNode> TreesWith(string name, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if ((NamesOfTrees.TryGetValue(tree, out var names) ? names : NamesOfTrees.GetValue(tree, key => NamesIn(key, cancellation))).Contains(name))
            {
                yield return tree.GetRoot(cancellation);
            }
        }
    }

    private static HashSet<string> NamesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in tree.GetRoot(cancellation).DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                names.Add(token.ValueText);
            }
        }

        return names;
    }
}
