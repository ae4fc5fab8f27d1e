using System.Globalization;

namespace MemHygiene.Tests.Models;

/// <summary>What the kernel says of a mapping, in <c>smaps</c>; nothing elsewhere than on Linux.</summary>
internal sealed record Mapping(long ResidentBytes, long AnonymousBytes, long ProportionalBytes)
{
    public static IReadOnlyList<Mapping> OfThisProcess(string path) => Of("self", path);

    public static IReadOnlyList<Mapping> Of(string process, string path)
    {
        var file = $"/proc/{process}/smaps";
        if (!File.Exists(file))
        {
            return [];
        }

        var found = new List<Mapping>();
        var lines = File.ReadAllLines(file);
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].EndsWith(path, StringComparison.Ordinal))
            {
                // The fields of a mapping stand below its line; those of the next one begin with its addresses.
                found.Add(Parse(lines[(index + 1)..].TakeWhile(line => line.Split(' ')[0].EndsWith(':'))));
            }
        }

        return found;
    }

    /// <summary>Of all mappings of a process together.</summary>
    public static Mapping SumOf(string process) => Parse(File.ReadLines($"/proc/{process}/smaps_rollup").Skip(1));

    private static Mapping Parse(IEnumerable<string> fields)
    {
        string[] lines = [.. fields];
        return new(Read(lines, "Rss:"), Read(lines, "Anonymous:"), Read(lines, "Pss:"));
    }

    private static long Read(string[] fields, string name) =>
        1024 * long.Parse(fields.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
