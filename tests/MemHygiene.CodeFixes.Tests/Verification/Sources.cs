namespace MemHygiene.CodeFixes.Tests.Verification;

/// <summary>Several files in one raw string: each begins with a line such as <c>//// Program.cs</c>; the first may go without.</summary>
internal static class Sources
{
    private const string Mark = "//// ";

    public static IReadOnlyDictionary<string, string> Split(string text)
    {
        var files = new Dictionary<string, string>();
        var name = "Program.cs";
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(Mark, StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }

            if (lines.Count > 0)
            {
                files.Add(name, Text(lines));
            }

            name = line[Mark.Length..].Trim();
            lines = [];
        }

        files.Add(name, Text(lines));
        return files;
    }

    private static string Text(List<string> lines) => string.Join('\n', lines).TrimEnd('\n') + "\n";
}
