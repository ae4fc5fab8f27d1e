using System.Collections.Concurrent;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>What came of a run. Thread-safe while it runs.</summary>
internal sealed class LoadResult(int requests)
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private int _left = requests;
    private int _closes;

    public ConcurrentBag<string> Failures { get; } = [];

    public TimeSpan Elapsed { get; set; }

    public int AnsweredCount => _milliseconds.Count;

    /// <summary>How often the server ended a connection in the way that the protocol has for it, so that the client took another and nothing was lost.</summary>
    public int CloseCount => _closes;

    /// <summary>How long each answered request took.</summary>
    public IReadOnlyCollection<double> Milliseconds => _milliseconds;

    public bool TryTake() => Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) >= 0;

    public void Answered(TimeSpan took) => _milliseconds.Add(took.TotalMilliseconds);

    public void Closed() => Interlocked.Increment(ref _closes);

    public double Percentile(double share) => Percentile(_milliseconds, share);

    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
