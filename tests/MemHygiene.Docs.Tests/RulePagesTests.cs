using System.Collections.Immutable;
using MemHygiene.Rules.MH1001_ModelLoadedPerRequest;
using MemHygiene.Rules.MH5001_DocumentCopiedSlowly;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Docs.Tests;

/// <summary>A rule, its page and the table of rules say the same, and the page's examples behave as it says.</summary>
public sealed class RulePagesTests
{
    private static readonly string[] Sections = ["What it sees", "What it costs", "The fix", "Options", "When to silence it", "What it cannot see"];

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(ModelLoadedPerRequestAnalyzer).Assembly.GetTypes().Concat(typeof(DocumentCopiedSlowlyAnalyzer).Assembly.GetTypes())
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    // A rule may have a second message for what is likely only: the first descriptor is the rule's own.
    private static IEnumerable<DiagnosticDescriptor> Rules => Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id);

    public static TheoryData<string> Ids { get; } = [.. Rules.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_OfARule_HasItsTitleAndAllSections(string id)
    {
        var rule = Rules.Single(candidate => candidate.Id == id);

        var headings = Page(id).Split('\n').Where(line => line.StartsWith('#'));

        Assert.Equal([$"# {id}: {rule.Title}", .. Sections.Select(section => "## " + section)], headings);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Index_HasARowForTheRule(string id)
    {
        var rule = Rules.Single(candidate => candidate.Id == id);

        var row = $"| [{id}]({id}.md) | {rule.Title} | {rule.DefaultSeverity.ToString().ToLowerInvariant()} | ";

        Assert.Single(RepositoryFiles.Read("docs/rules/README.md").Split('\n'), line => line.StartsWith(row, StringComparison.Ordinal));
    }

    [Fact]
    public void Folder_HoldsAPageForEachRuleAndNoOther()
    {
        var pages = RepositoryFiles.Markdown.Where(file => file.StartsWith("docs/rules/MH", StringComparison.Ordinal));

        Assert.Equal(Rules.Select(rule => $"docs/rules/{rule.Id}.md").Order(StringComparer.Ordinal), pages);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task BadExample_OfAPage_WarnsWhereItSays(string id)
    {
        var example = CodeBlock.In(id, Section(id, "What it sees")).First(block => block.Language == "csharp").Code;

        var found = await FindAsync(example);

        var marked = example.Split('\n').Index().Where(line => line.Item.EndsWith("// " + id, StringComparison.Ordinal)).Select(line => (line.Index, id));
        Assert.Equal(marked, found);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task FixedExample_OfAPage_IsSilent(string id)
    {
        var example = CodeBlock.In(id, Section(id, "The fix")).First(block => block.Language == "csharp").Code;

        Assert.Empty(await FindAsync(example));
    }

    private static string Page(string id) => RepositoryFiles.Read($"docs/rules/{id}.md").ReplaceLineEndings("\n");

    private static string Section(string id, string heading) =>
        Page(id).Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));

    /// <summary>Lines and ids of what all rules together report.</summary>
    private static async Task<IEnumerable<(int Line, string Id)>> FindAsync(string code)
    {
        var compilation = WebProject.Compile(code);
        // A project that follows a page has asked for the rules that are off by default.
        var offByDefault = Rules.Where(rule => !rule.IsEnabledByDefault).ToImmutableDictionary(rule => rule.Id, _ => ReportDiagnostic.Info);
        var asked = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(offByDefault));
        var found = await asked.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return found.Select(diagnostic => (diagnostic.Location.GetLineSpan().StartLinePosition.Line, diagnostic.Id)).Order();
    }
}
