using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>One contestant's turn in one round.</summary>
/// <param name="Load">What the clients saw.</param>
/// <param name="ProcessorTime">User and system time of all the contestant's processes.</param>
/// <param name="Replacements">Workers started meanwhile.</param>
internal sealed record Window(LoadResult Load, TimeSpan ProcessorTime, int Replacements)
{
    public double Throughput => Load.AnsweredCount / Load.Elapsed.TotalSeconds;

    public double P99 => Load.Percentile(0.99);
}
