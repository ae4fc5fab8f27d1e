namespace MemHygiene.Docs.Tests;

/// <summary>A fenced block of a Markdown file: its language and its code, with the line that the code begins on.</summary>
internal sealed record CodeBlock(string File, int Line, string Language, string Code)
{
    public static IEnumerable<CodeBlock> In(string file, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var opening = lines[index].TrimStart();
            if (!opening.StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var fence = opening[..opening.TakeWhile(letter => letter == '`').Count()];
            var first = index + 1;
            for (index = first; index < lines.Length && lines[index].Trim() != fence; index++)
            {
            }

            yield return new CodeBlock(file, first + 1, opening[fence.Length..].Trim(), string.Join('\n', lines[first..index]));
        }
    }
}
