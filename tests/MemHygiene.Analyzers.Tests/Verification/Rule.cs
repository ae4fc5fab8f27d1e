using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.Analyzers.Tests.Verification;

/// <summary>Runs one analyzer and compares what it reports with the marks in the sources.</summary>
internal static class Rule<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Verifies sources that have to compile; a source without marks has to stay silent.</summary>
    public static Task<ImmutableArray<Diagnostic>> VerifyAsync(params string[] sources) => VerifyAsync(new Project { Sources = sources });

    public static async Task<ImmutableArray<Diagnostic>> VerifyAsync(Project project)
    {
        var sources = project.Sources.Select(MarkedSource.Parse).ToList();
        var plain = project with { Sources = [.. sources.Select(source => source.Text)] };

        var found = await FindAsync(plain);

        var expected = sources.SelectMany((source, index) => source.Marks.Select(mark => $"/src/Source{index}.cs: {source.Text.Substring(mark.Start, mark.Length)}"));
        var actual = found.Select(finding => $"{finding.Location.SourceTree!.FilePath}: {finding.Location.SourceTree.GetText().ToString(finding.Location.SourceSpan)}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
        Assert.All(found, finding => Assert.Contains(sources.SelectMany(source => source.Marks), mark => mark == finding.Location.SourceSpan));
        return found;
    }

    /// <summary>All findings, each of them local to its file: only those show while typing and can be fixed.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(Project project)
    {
        var token = TestContext.Current.CancellationToken;
        var compilation = project.Compile();
        if (!project.MayHaveErrors)
        {
            Assert.Empty(compilation.GetDiagnostics(token).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

        var exceptions = new List<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(project.AdditionalFile is { } file ? [new File(file.Path, file.Text)] : [], new Config("/src/Source0.cs", project.Options)),
            (exception, _, _) =>
            {
                lock (exceptions)
                {
                    exceptions.Add(exception);
                }
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var analyzer = new TAnalyzer();
        var offByDefault = analyzer.SupportedDiagnostics.Where(rule => !rule.IsEnabledByDefault).ToImmutableDictionary(rule => rule.Id, _ => ReportDiagnostic.Info);
        var asked = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(offByDefault));
        var result = await asked.WithAnalyzers([analyzer], options).GetAnalysisResultAsync(token);

        Assert.Empty(exceptions);
        Assert.Empty(result.CompilationDiagnostics);
        return [.. result.SemanticDiagnostics.Values.Concat(result.SyntaxDiagnostics.Values).SelectMany(ofTree => ofTree.TryGetValue(analyzer, out var found) ? found : [])];
    }

    private sealed class File(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
