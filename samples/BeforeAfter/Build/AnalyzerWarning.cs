using System.Globalization;
using System.Text.RegularExpressions;

namespace BeforeAfter.Build;

/// <summary>One warning of our rules, as the build prints it.</summary>
internal sealed partial record AnalyzerWarning(string File, int Line, string Id, string Message)
{
    /// <summary>The build repeats its warnings in the summary: each is taken once, in the order of files and lines.</summary>
    public static List<AnalyzerWarning> Parse(IEnumerable<string> output, string folder) =>
    [
        .. output
            .Select(line => Pattern().Match(line))
            .Where(match => match.Success)
            .Select(match => new AnalyzerWarning(
                Path.GetRelativePath(folder, match.Groups["file"].Value),
                int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture),
                match.Groups["id"].Value,
                match.Groups["message"].Value))
            .Distinct()
            .OrderBy(warning => warning.File, StringComparer.Ordinal)
            .ThenBy(warning => warning.Line),
    ];

    [GeneratedRegex(@"^\s*(?<file>[^(]+)\((?<line>\d+),\d+\): warning (?<id>MH\d{4}): (?<message>.*?)(?: \(?https?://\S+\)?)?(?: \[[^\]]+\])?$")]
    private static partial Regex Pattern();
}
