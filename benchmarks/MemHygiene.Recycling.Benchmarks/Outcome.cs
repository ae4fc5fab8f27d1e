using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>All windows of a contestant in a scenario, in the order of the rounds.</summary>
internal sealed record Outcome(Contestant Contestant)
{
    public List<Window> Windows { get; } = [];

    /// <summary>All processes together, after the last window.</summary>
    public double Megabytes { get; set; }

    /// <summary>User and system time of all its processes, from its first window to the end of all: a replacement may start after the window that used the old worker up.</summary>
    public TimeSpan ProcessorTime { get; set; }

    /// <summary>Workers started in the same time.</summary>
    public int Replacements { get; set; }

    public int Answered => Windows.Sum(window => window.Load.AnsweredCount);

    public int Failed => Windows.Sum(window => window.Load.Failures.Count);

    public double Throughput => Median(Windows.Select(window => window.Throughput));

    public double MicrosecondsPerRequest => Answered == 0 ? 0 : ProcessorTime.TotalMicroseconds / Answered;

    public double Percentile(double share) => LoadResult.Percentile(Windows.SelectMany(window => window.Load.Milliseconds), share);

    /// <summary>The median of the rounds' ratios: what the machine does besides changes from round to round, less so within one.</summary>
    public double Ratio(Outcome other, Func<Window, double> figure) => Median(Windows.Zip(other.Windows, (mine, its) => figure(mine) / figure(its)));

    /// <summary>Processor seconds that a replacement costs: what requests cost more than where none is replaced, over the replacements.</summary>
    public double? SecondsPerReplacement(Outcome unreplaced) =>
        Replacements == 0 ? null : (MicrosecondsPerRequest - unreplaced.MicrosecondsPerRequest) * Answered / Replacements / 1_000_000;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
