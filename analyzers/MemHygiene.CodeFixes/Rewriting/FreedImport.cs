using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rewriting;

/// <summary>A using directive that a fix leaves without a use goes with it. One that had none before stays: it is not ours.</summary>
internal static class FreedImport
{
    /// <summary>Records the removal; false where no file has such a directive.</summary>
    public static async Task<bool> TryRemoveAsync(SolutionRewrite rewrite, Solution before, Solution after, string namespaceName, CancellationToken cancellation)
    {
        var removed = false;
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()).ToList())
        {
            var document = before.GetDocument(id)!;
            var root = (CompilationUnitSyntax)(await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            if (Directive(root, namespaceName) is { } directive
                && !root.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia))
                && await NeedsAsync(document, namespaceName, cancellation).ConfigureAwait(false)
                && !await NeedsAsync(after.GetDocument(id)!, namespaceName, cancellation).ConfigureAwait(false)
                && Span(directive, await HasMoreUsingsAsync(after.GetDocument(id)!, root, cancellation).ConfigureAwait(false)) is { } span)
            {
                rewrite.Add(document, new TextChange(span, ""));
                removed = true;
            }
        }

        return removed;
    }

    private static UsingDirectiveSyntax? Directive(CompilationUnitSyntax root, string namespaceName) =>
        root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>()
            .FirstOrDefault(directive => directive.Alias is null
                && directive.StaticKeyword.IsKind(SyntaxKind.None)
                && directive.GlobalKeyword.IsKind(SyntaxKind.None)
                && directive.Name?.ToString() == namespaceName);

    private static async Task<bool> HasMoreUsingsAsync(Document after, CompilationUnitSyntax before, CancellationToken cancellation) =>
        ((CompilationUnitSyntax)(await after.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!).Usings.Count > before.Usings.Count;

    /// <summary>From the directive to what follows it; null where a comment stands between, or where new directives may go to the same place.</summary>
    private static TextSpan? Span(UsingDirectiveSyntax directive, bool hasNewUsings)
    {
        var next = directive.GetLastToken().GetNextToken();
        var between = directive.GetTrailingTrivia().Concat(next.LeadingTrivia);
        if (next.Parent is UsingDirectiveSyntax)
        {
            return between.All(IsSpace) ? TextSpan.FromBounds(directive.SpanStart, next.SpanStart) : null;
        }

        if (!directive.GetTrailingTrivia().All(IsSpace) || directive.Parent is not CompilationUnitSyntax unit)
        {
            return null;
        }

        // The blank line below the only directive goes too.
        var isAlone = unit.Usings.Count == 1 && !hasNewUsings && next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        return TextSpan.FromBounds(directive.SpanStart, isAlone ? next.LeadingTrivia[0].Span.End : directive.FullSpan.End);
    }

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>A name that is written without its namespace, an attribute, a reference in a comment, or an extension method.</summary>
    private static async Task<bool> NeedsAsync(Document document, string namespaceName, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root!.DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>().Any(name =>
        {
            var found = model!.GetSymbolInfo(name, cancellation);
            var symbol = found.Symbol ?? found.CandidateSymbols.FirstOrDefault();
            var isQualified = name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is QualifiedNameSyntax qualified && qualified.Right == name || name.Parent is MemberBindingExpressionSyntax;
            return !name.IsVar
                && symbol is not null and not INamespaceSymbol
                && (!isQualified || symbol is IMethodSymbol { ReducedFrom: not null })
                && symbol.ContainingNamespace?.ToDisplayString() == namespaceName;
        });
    }
}
