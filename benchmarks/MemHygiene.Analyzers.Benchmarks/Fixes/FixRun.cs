using MemHygiene.Analyzers.Benchmarks.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MemHygiene.Analyzers.Benchmarks.Fixes;

/// <summary>
/// Applies every fixer's fix-all to one project after the other, always beginning with the repository as it is, and compiles what changed and what
/// depends on it.
/// </summary>
internal sealed class FixRun(TextWriter output)
{
    public SortedDictionary<string, FixCount> Counts { get; } = new(StringComparer.Ordinal);

    public int NewErrors { get; private set; }

    public int Thrown { get; private set; }

    public async Task OverAsync(CodeBase code, CancellationToken cancellation)
    {
        foreach (var project in code.Solution.Projects)
        {
            var found = await ProjectFindings.OfAsync(project, [.. ShippedRules.AllAsWarnings.Keys], cancellation);
            foreach (var ofRule in found.GroupBy(finding => finding.Id))
            {
                Count(ofRule.Key).Found += ofRule.Count();
            }

            var solution = code.Solution;
            foreach (var fixer in ShippedRules.Fixers.Where(fixer => found.Any(finding => fixer.FixableDiagnosticIds.Contains(finding.Id))))
            {
                solution = await FixAsync(code, solution, project.Id, fixer, cancellation);
            }
        }
    }

    private async Task<Solution> FixAsync(CodeBase code, Solution before, ProjectId project, CodeFixProvider fixer, CancellationToken cancellation)
    {
        var findings = await ProjectFindings.OfAsync(before.GetProject(project)!, fixer.FixableDiagnosticIds, cancellation);
        var offered = new List<(Diagnostic Finding, string Key)>();
        foreach (var finding in findings)
        {
            if (await GuardAsync(code, finding, () => OfferAsync(before, fixer, finding, cancellation)) is { EquivalenceKey: { } key })
            {
                offered.Add((finding, key));
                Count(finding.Id).Offered++;
            }
            else
            {
                output.WriteLine($"note: no fix for {finding.Id} at {Place(code, finding)}");
            }
        }

        var solution = before;
        foreach (var (first, key) in offered.DistinctBy(offer => offer.Key))
        {
            solution = await GuardAsync(code, first, () => FixAllAsync(solution, project, fixer, key, first.Id, cancellation)) ?? solution;
        }

        if (solution != before)
        {
            await CompareAsync(code, before, solution, fixer, cancellation);
            await CountLeftAsync(code, solution.GetProject(project)!, fixer, findings, offered, cancellation);
        }

        return solution;
    }

    private async Task CompareAsync(CodeBase code, Solution before, Solution after, CodeFixProvider fixer, CancellationToken cancellation)
    {
        var changed = after.GetChanges(before).GetProjectChanges().Select(change => change.ProjectId).ToList();
        var dependents = changed.SelectMany(id => after.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(id));
        foreach (var id in changed.Concat(dependents).Distinct())
        {
            var old = CompilerErrors.Of((await before.GetProject(id)!.GetCompilationAsync(cancellation))!.GetDiagnostics(cancellation));
            var now = CompilerErrors.Of((await after.GetProject(id)!.GetCompilationAsync(cancellation))!.GetDiagnostics(cancellation));
            foreach (var error in now.NewSince(old))
            {
                NewErrors++;
                output.WriteLine($"error: {fixer.GetType().Name}: {Path.GetRelativePath(Path.GetDirectoryName(code.Folder) ?? "/", error)}");
            }
        }
    }

    /// <summary>A finding that was offered a fix and still stands has got no fix from fix-all: a bug, or two fixes of one statement.</summary>
    private async Task CountLeftAsync(
        CodeBase code, Project after, CodeFixProvider fixer, IReadOnlyList<Diagnostic> before, List<(Diagnostic Finding, string Key)> offered, CancellationToken cancellation)
    {
        var left = await ProjectFindings.OfAsync(after, fixer.FixableDiagnosticIds, cancellation);
        foreach (var ofRule in before.GroupBy(finding => finding.Id))
        {
            var count = Count(ofRule.Key);
            foreach (var ofFile in ofRule.GroupBy(finding => finding.Location.SourceTree!.FilePath))
            {
                var withFix = offered.Where(offer => offer.Finding.Id == ofRule.Key && offer.Finding.Location.SourceTree!.FilePath == ofFile.Key).ToList();
                var stayed = left.Count(finding => finding.Id == ofRule.Key && finding.Location.SourceTree!.FilePath == ofFile.Key);
                count.Vanished += ofFile.Count() - stayed;
                var missed = stayed - (ofFile.Count() - withFix.Count);
                if (missed > 0)
                {
                    count.Missed += missed;
                    output.WriteLine($"note: {missed} of {withFix.Count} {ofRule.Key} with a fix stayed: {string.Join(", ", withFix.Select(offer => Place(code, offer.Finding)))}");
                }
            }
        }
    }

    private static async Task<CodeAction?> OfferAsync(Solution solution, CodeFixProvider fixer, Diagnostic finding, CancellationToken cancellation)
    {
        CodeAction? offered = null;
        var document = solution.GetDocument(finding.Location.SourceTree)!;
        await fixer.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offered ??= action, cancellation));
        return offered;
    }

    private static async Task<Solution?> FixAllAsync(Solution solution, ProjectId project, CodeFixProvider fixer, string key, string rule, CancellationToken cancellation)
    {
        var context = new FixAllContext(solution.GetProject(project)!, fixer, FixAllScope.Project, key, [rule], new ProjectFindings(), cancellation);
        var action = await fixer.GetFixAllProvider()!.GetFixAsync(context);
        return action is null ? null : (await action.GetOperationsAsync(cancellation)).OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution;
    }

    private async Task<T?> GuardAsync<T>(CodeBase code, Diagnostic finding, Func<Task<T?>> work)
        where T : class
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever a fixer throws is a finding of this run; the others go on.
            Thrown++;
            output.WriteLine($"error: {Place(code, finding)}: {finding.Id}: {exception}");
            return null;
        }
    }

    private FixCount Count(string rule) => Counts.TryGetValue(rule, out var count) ? count : Counts[rule] = new FixCount();

    private static string Place(CodeBase code, Diagnostic finding) =>
        $"{code.Show(finding.Location.SourceTree?.FilePath)}:{finding.Location.GetLineSpan().StartLinePosition.Line + 1}";
}
