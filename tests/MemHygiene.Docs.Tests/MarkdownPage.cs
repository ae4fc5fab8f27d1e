using System.Text.RegularExpressions;

namespace MemHygiene.Docs.Tests;

/// <summary>What a Markdown file links to inside the repository, and which of its headings others may link to.</summary>
internal sealed partial class MarkdownPage
{
    private readonly string _folder;
    private readonly string _text;

    public MarkdownPage(string file, string text)
    {
        _folder = Path.GetDirectoryName(file)!.Replace('\\', '/');
        _text = WithoutCode(text.ReplaceLineEndings("\n"));
    }

    /// <summary>Targets relative to the repository's root, with the heading's anchor ("" for the page itself).</summary>
    public IEnumerable<(string File, string Anchor)> Links
        => Link().Matches(_text).Concat(Definition().Matches(_text))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains(':', StringComparison.Ordinal))
            .Select(target => target.Split('#', 2))
            .Select(parts => (Resolve(parts[0]), parts.Length > 1 ? parts[1] : ""));

    /// <summary>GitHub's anchors: lower case, punctuation dropped, blanks as hyphens.</summary>
    public IEnumerable<string> Anchors
        => Heading().Matches(_text).Select(match => NoAnchorLetter().Replace(match.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    public string File { get; private init; } = "";

    public static MarkdownPage Read(string file) => new(file, RepositoryFiles.Read(file)) { File = file };

    private string Resolve(string target)
    {
        if (target.Length == 0)
        {
            return File;
        }

        var root = Path.GetFullPath("/");
        return Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, _folder, Uri.UnescapeDataString(target)))).Replace('\\', '/');
    }

    private static string WithoutCode(string text) => InlineCode().Replace(Fence().Replace(text, ""), match => match.Groups["code"].Value.Replace("](", "", StringComparison.Ordinal));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\[[^\]]+\]:\s*(?<target>\S+)", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoAnchorLetter();

    [GeneratedRegex(@"^[ \t]*(?<fence>```+).*?^[ \t]*\k<fence>[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`(?<code>[^`\n]+)`")]
    private static partial Regex InlineCode();
}
