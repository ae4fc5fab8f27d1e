using MemHygiene.Testing;

namespace MemHygiene.Docs.Tests;

public sealed class LinkTests
{
    public static TheoryData<string> Pages { get; } = [.. RepositoryFiles.Markdown];

    [Theory]
    [MemberData(nameof(Pages))]
    public void RelativeLinks_OfAPage_LeadSomewhere(string file)
    {
        var broken = MarkdownPage.Read(file).Links.Where(link => !Exists(link.File, link.Anchor));

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("docs/features")]
    [InlineData("docs/rules")]
    [InlineData("docs/decisions")]
    public void Index_OfTheDocs_LinksEveryPage(string folder)
    {
        var linked = MarkdownPage.Read("docs/README.md").Links.Select(link => link.File).ToHashSet();

        var forgotten = RepositoryFiles.Markdown.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && !linked.Contains(file));

        Assert.Empty(forgotten);
    }

    [Fact]
    public void Links_OfAPage_AreRelativeToItsFolder()
    {
        var page = new MarkdownPage("docs/features/models.md", """
            [a](../README.md) and [b](json-stores.md#options 'title'), not [c](https://example.com) nor `[d](e.md)`

            ```text
            [f](g.md)
            ```
            """);

        Assert.Equal([("docs/README.md", ""), ("docs/features/json-stores.md", "options")], page.Links);
    }

    [Fact]
    public void Anchors_OfAPage_AreItsHeadings()
    {
        var page = new MarkdownPage("page.md", "# A `ModelCache`, shared\n\n## What it does not do\n");

        Assert.Equal(["a-modelcache-shared", "what-it-does-not-do"], page.Anchors);
    }

    private static bool Exists(string file, string anchor)
        => anchor.Length == 0 || !file.EndsWith(".md", StringComparison.Ordinal)
            ? Path.Exists(RepositoryRoot.Combine(file))
            : File.Exists(RepositoryRoot.Combine(file)) && MarkdownPage.Read(file).Anchors.Contains(anchor);
}
