using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.CodeFixes.Tests.Verification;

/// <summary>Runs an analyzer and applies a fixer to all it finds, in the way of <c>dotnet format analyzers</c>: the first action's key, the solution's scope.</summary>
internal static class CodeFix<TAnalyzer, TFixer>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFixer : CodeFixProvider, new()
{
    /// <summary>Every finding goes, the result is as expected (files that it does not name are unchanged) and compiles.</summary>
    public static async Task VerifyAsync(string before, string after, bool withMemHygiene = true)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var original = CodeUnderTest.Create(before, withMemHygiene);
        Assert.Empty(await CodeUnderTest.ErrorsAsync(original, cancellation));
        Assert.NotEmpty(await FindAllAsync(original, cancellation));

        var changed = await FixAllAsync(original, cancellation);

        var expected = new Dictionary<string, string>(await CodeUnderTest.TextsAsync(original, cancellation));
        foreach (var (file, text) in Sources.Split(after))
        {
            expected[file] = text;
        }

        var actual = await CodeUnderTest.TextsAsync(changed, cancellation);
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
        Assert.Empty(await CodeUnderTest.ErrorsAsync(changed, cancellation));
        Assert.Empty(await FindAllAsync(changed, cancellation));
    }

    /// <summary>The analyzer reports, and no fix is offered: neither at the finding nor as a fix of all.</summary>
    public static async Task VerifyNotOfferedAsync(string source, bool withMemHygiene = true)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var original = CodeUnderTest.Create(source, withMemHygiene);
        Assert.Empty(await CodeUnderTest.ErrorsAsync(original, cancellation));
        var findings = await FindAllAsync(original, cancellation);
        Assert.NotEmpty(findings);

        foreach (var finding in findings)
        {
            Assert.Null(await OfferAsync(original, finding, cancellation));
        }

        var changed = await FixAllAsync(original, cancellation);
        Assert.Equal(await CodeUnderTest.TextsAsync(original, cancellation), await CodeUnderTest.TextsAsync(changed, cancellation));
    }

    public static async Task<IReadOnlyList<Diagnostic>> FindAllAsync(Solution solution, CancellationToken cancellation)
    {
        var found = new List<Diagnostic>();
        foreach (var project in solution.Projects)
        {
            found.AddRange(await CodeUnderTest.FindAsync(new TAnalyzer(), project, cancellation));
        }

        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        return found;
    }

    public static async Task<CodeAction?> OfferAsync(Solution solution, Diagnostic finding, CancellationToken cancellation)
    {
        CodeAction? offered = null;
        var document = solution.GetDocument(finding.Location.SourceTree)!;
        await new TFixer().RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offered ??= action, cancellation));
        return offered;
    }

    public static async Task<Solution> FixAllAsync(Solution solution, CancellationToken cancellation, FixAllScope scope = FixAllScope.Solution)
    {
        var fixer = new TFixer();
        var first = (await FindAllAsync(solution, cancellation))[0];
        var key = (await OfferAsync(solution, first, cancellation))?.EquivalenceKey;
        var context = new FixAllContext(solution.GetDocument(first.Location.SourceTree)!, fixer, scope, key!, [first.Id], new Findings(), cancellation);
        var action = await fixer.GetFixAllProvider()!.GetFixAsync(context);
        var operations = await action!.GetOperationsAsync(cancellation);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    private sealed class Findings : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await CodeUnderTest.FindAsync(new TAnalyzer(), project, cancellationToken);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
