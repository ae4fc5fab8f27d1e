using MemHygiene.Analyzers.Benchmarks.Code;
using MemHygiene.Analyzers.Benchmarks.Fixes;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Benchmarks.Tests.Code;

public sealed class GeneratedCodeTests
{
    [Fact]
    public async Task Create_CompilesAndHasFindings()
    {
        var token = TestContext.Current.CancellationToken;
        var project = GeneratedCode.Create(lines: 500).Solution.Projects.Single();

        Assert.Empty((await project.GetCompilationAsync(token))!.GetDiagnostics(token).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.NotEmpty(await ProjectFindings.OfAsync(project, [.. ShippedRules.AllAsWarnings.Keys], token));
    }

    [Fact]
    public async Task Create_SameSize_GivesTheSameText()
    {
        Assert.Equal(await TextAsync(400), await TextAsync(400));
        Assert.NotEqual(await TextAsync(400), await TextAsync(900));
    }

    private static async Task<string> TextAsync(int lines)
    {
        var token = TestContext.Current.CancellationToken;
        var texts = await Task.WhenAll(GeneratedCode.Create(lines).Solution.Projects.Single().Documents.Select(document => document.GetTextAsync(token)));
        return string.Concat(texts.Select(text => text.ToString()));
    }
}
