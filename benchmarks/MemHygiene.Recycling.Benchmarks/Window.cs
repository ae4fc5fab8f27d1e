using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>One contestant's turn in one round.</summary>
/// <param name="Load">What the clients saw.</param>
internal sealed record Window(LoadResult Load)
{
    public double Throughput => Load.AnsweredCount / Load.Elapsed.TotalSeconds;

    public double P99 => Load.Percentile(0.99);
}
