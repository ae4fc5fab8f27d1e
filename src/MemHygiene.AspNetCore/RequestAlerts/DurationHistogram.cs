namespace MemHygiene.AspNetCore.RequestAlerts;

/// <summary>Counts durations in buckets of a fifth more than the one before, from a microsecond to an hour. Counting is one interlocked operation.</summary>
internal sealed class DurationHistogram
{
    private const int BucketsPerDoubling = 4;

    // An hour is 2^31.7 microseconds.
    private const int Buckets = 32 * BucketsPerDoubling;

    private readonly int[] _counts = new int[Buckets];

    public void Add(double seconds) =>
        Interlocked.Increment(ref _counts[(int)Math.Clamp(Math.Log2(Math.Max(seconds * 1e6, 1)) * BucketsPerDoubling, 0, Buckets - 1)]);

    /// <summary>The duration, in seconds, that this share of all counted did not exceed, to a fifth; and how many there were. Empties it.</summary>
    public (double Seconds, int Count) TakeQuantile(double share)
    {
        Span<int> counts = stackalloc int[Buckets];
        var count = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            count += counts[bucket] = Interlocked.Exchange(ref _counts[bucket], 0);
        }

        var rank = (int)(count * share);
        var at = 0;
        while (at < Buckets - 1 && rank >= counts[at])
        {
            rank -= counts[at++];
        }

        return (Math.Pow(2, (at + 1.0) / BucketsPerDoubling) / 1e6, count);
    }
}
