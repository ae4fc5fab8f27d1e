using System.Collections.Immutable;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>
/// Fixes every sink of a document, project or solution one after the other, each on the result of the one before. The stock batch fixer computes all
/// fixes on the original solution and drops those that conflict; nearly all of ours meet in Program.cs.
/// </summary>
internal sealed class SequentialFixAllProvider : FixAllProvider
{
    public static readonly SequentialFixAllProvider Instance = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var fixer = (SinkFixer)fixAllContext.CodeFixProvider;
        return Task.FromResult<CodeAction?>(CodeAction.Create(fixer.Title, cancellation => FixAsync(fixAllContext, fixer, cancellation), fixer.Title));
    }

    private static async Task<Solution> FixAsync(FixAllContext context, SinkFixer fixer, CancellationToken cancellation)
    {
        var sinks = new Queue<(DocumentId Document, TextSpan Span)>(await SinksAsync(context).ConfigureAwait(false));
        var solution = context.Solution;
        while (sinks.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var (id, span) = sinks.Dequeue();
            var rewrite = new SolutionRewrite(solution);
            if (await fixer.TryFixAsync(rewrite, solution.GetDocument(id)!, span, cancellation).ConfigureAwait(false) is { } changed)
            {
                solution = changed;
                sinks = new(sinks.Select(sink => (sink.Document, Span: rewrite.Follow(sink.Document, sink.Span)))
                    .Where(sink => sink.Span is not null)
                    .Select(sink => (sink.Document, sink.Span!.Value)));
            }
        }

        return await LinkedFiles.FollowAsync(context.Solution, solution, cancellation).ConfigureAwait(false);
    }

    private static async Task<IEnumerable<(DocumentId, TextSpan)>> SinksAsync(FixAllContext context)
    {
        var diagnostics = new List<Diagnostic>();
        switch (context.Scope)
        {
            case FixAllScope.Document when context.Document is { } document:
                diagnostics.AddRange(await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false));
                break;
            case FixAllScope.Project:
                diagnostics.AddRange(await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false));
                break;
            case FixAllScope.Solution:
                foreach (var project in context.Solution.Projects)
                {
                    diagnostics.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
                }

                break;
        }

        // A file of several target frameworks is several documents: its first one is fixed, the others follow at the end.
        return diagnostics
            .Where(diagnostic => diagnostic.Location.IsInSource && context.DiagnosticIds.Contains(diagnostic.Id) && !diagnostic.Properties.ContainsKey(DiagnosticProperties.Library))
            .Select(diagnostic => (Document: context.Solution.GetDocument(diagnostic.Location.SourceTree), Span: diagnostic.Location.SourceSpan))
            .Where(sink => sink.Document is not null)
            .GroupBy(sink => (sink.Document!.FilePath ?? sink.Document.Id.ToString(), sink.Span))
            .Select(same => same.First())
            .OrderBy(sink => sink.Document!.FilePath, StringComparer.Ordinal)
            .ThenBy(sink => sink.Span.Start)
            .Select(sink => (sink.Document!.Id, sink.Span))
            .ToList();
    }
}
