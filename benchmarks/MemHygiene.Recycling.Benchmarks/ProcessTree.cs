using System.Globalization;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>What a process and all that it has started use, those that have ended and were waited for too.</summary>
internal static class ProcessTree
{
    /// <summary>The kernel's unit in /proc/PID/stat, the same on all systems that .NET runs on.</summary>
    public const int TicksPerSecond = 100;

    /// <summary>The fields of /proc/PID/stat behind the name: user, system, and both of the children that were waited for.</summary>
    private static readonly Range Times = 11..15;

    public static TimeSpan ProcessorTime(int root)
    {
        while (true)
        {
            // A child that ends meanwhile would be counted twice, or not at all: its time moves to its parent.
            var before = Members(root);
            var seconds = before.Sum(Seconds);
            if (Members(root).SequenceEqual(before))
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }
    }

    /// <summary>Proportional set sizes: what processes share counts once.</summary>
    public static double Megabytes(int root) => Members(root).Sum(ProportionalMegabytes);

    private static int[] Members(int root) => [root, .. Children(root).SelectMany(Members)];

    private static IEnumerable<int> Children(int process)
    {
        foreach (var thread in Read(() => Directory.GetDirectories($"/proc/{process}/task"), []))
        {
            foreach (var child in Read(() => File.ReadAllText(thread + "/children"), "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }
    }

    private static double Seconds(int process)
    {
        var stat = Read(() => File.ReadAllText($"/proc/{process}/stat"), "");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 0 ? 0 : fields[Times].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / (double)TicksPerSecond;
    }

    private static double ProportionalMegabytes(int process)
    {
        var line = Read(() => File.ReadAllLines($"/proc/{process}/smaps_rollup"), []).FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1_000_000;
    }

    /// <summary>A process that has just ended has no files any more.</summary>
    private static T Read<T>(Func<T> read, T gone)
    {
        try
        {
            return read();
        }
        catch (IOException)
        {
            return gone;
        }
    }
}
