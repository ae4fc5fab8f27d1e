using System.Collections.Immutable;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>
/// A fix for a rule that reports at one expression. It is computed before it is offered: only an edit that is possible and whose result compiles
/// (<see cref="CompileProof"/>) becomes a quick action.
/// </summary>
internal abstract class SinkFixer(string ruleId, string title) : CodeFixProvider
{
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ruleId);

    public string Title => title;

    public sealed override FixAllProvider GetFixAllProvider() => SequentialFixAllProvider.Instance;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.ContainsKey(DiagnosticProperties.Library))
            {
                continue;
            }

            var rewrite = new SolutionRewrite(context.Document.Project.Solution);
            if (await TryFixAsync(rewrite, context.Document, diagnostic.Location.SourceSpan, context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), title), diagnostic);
            }
        }
    }

    /// <summary>The solution with one sink fixed, or null where that is not possible or would not compile.</summary>
    public async Task<Solution?> TryFixAsync(SolutionRewrite rewrite, Document document, TextSpan span, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root?.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionSyntax>() is not { } sink || model is null)
        {
            return null;
        }

        var layout = new Layout(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        foreach (var way in new Func<SinkContext, Task<bool>>[] { FixAsync, FallBackAsync })
        {
            rewrite.StartOver();
            if (await way(new SinkContext(rewrite, document, model, sink, layout, cancellation)).ConfigureAwait(false)
                && await CompleteAsync(rewrite, document.Project.Solution, cancellation).ConfigureAwait(false) is { } changed
                && await CompileProof.HoldsAsync(document.Project.Solution, changed, cancellation).ConfigureAwait(false))
            {
                return changed;
            }
        }

        return null;
    }

    /// <summary>The solution with the recorded edits; null where they contradict each other.</summary>
    protected virtual Task<Solution?> CompleteAsync(SolutionRewrite rewrite, Solution before, CancellationToken cancellation) => rewrite.CompleteAsync(cancellation);

    /// <summary>Records the edits; false where the sink cannot be fixed, whatever has been recorded by then.</summary>
    protected abstract Task<bool> FixAsync(SinkContext context);

    /// <summary>The same for a fix that asks less of the project, tried where the first one is not possible.</summary>
    protected virtual Task<bool> FallBackAsync(SinkContext context) => Task.FromResult(false);
}
