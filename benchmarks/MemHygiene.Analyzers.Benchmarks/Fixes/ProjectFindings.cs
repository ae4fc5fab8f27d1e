using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Analyzers.Benchmarks.Fixes;

/// <summary>What the rules report in a project, in the order of its files.</summary>
internal sealed class ProjectFindings : FixAllContext.DiagnosticProvider
{
    public static async Task<IReadOnlyList<Diagnostic>> OfAsync(Project project, IReadOnlyCollection<string> rules, CancellationToken cancellation)
    {
        var analyzers = ShippedRules.Analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => rules.Contains(descriptor.Id)));
        var compilation = (await project.GetCompilationAsync(cancellation))!.WithAnalyzers([.. analyzers]);
        var found = await compilation.GetAnalyzerDiagnosticsAsync(cancellation);
        return
        [
            .. found.Where(finding => finding.Location.IsInSource && rules.Contains(finding.Id))
                .OrderBy(finding => finding.Location.SourceTree!.FilePath, StringComparer.Ordinal)
                .ThenBy(finding => finding.Location.SourceSpan.Start),
        ];
    }

    public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
        await OfAsync(project, [.. ShippedRules.AllAsWarnings.Keys], cancellationToken);

    public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
        (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(finding => finding.Location.SourceTree!.FilePath == document.FilePath);

    public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
}
