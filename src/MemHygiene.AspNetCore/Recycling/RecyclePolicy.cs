namespace MemHygiene.AspNetCore.Recycling;

/// <summary>When a worker is due, and how long to wait after one that failed.</summary>
internal static class RecyclePolicy
{
    /// <summary>How often a start may fail, before any worker was ever ready, until the supervisor gives up.</summary>
    public const int MaxFailedStarts = 5;

    /// <summary>A worker that ends by itself sooner than this after it was ready counts as a failed start.</summary>
    public static readonly TimeSpan ShortestGoodLife = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    /// <summary>The request at which a worker asks for its replacement; <see cref="long.MaxValue"/> if requests are no reason.</summary>
    public static long DrawRequestLimit(SupervisorOptions options, Random random) =>
        options.MaxRequests == 0 ? long.MaxValue : (long)options.MaxRequests + random.Next(options.MaxRequestsJitter + 1);

    /// <summary>When a worker that has reached its limit may be replaced.</summary>
    public static TimeSpan DueAt(SupervisorOptions options, TimeSpan readyAt, TimeSpan now)
    {
        var earliest = readyAt + options.MinWorkerLifetime;
        return earliest > now ? earliest : now;
    }

    /// <summary>The pause after a number of failures in a row: 0.1 s, doubled each time, at most 10 s.</summary>
    public static TimeSpan BackOff(int failures)
    {
        if (failures == 0)
        {
            return TimeSpan.Zero;
        }

        var doubled = FirstBackOff * Math.Pow(2, Math.Min(failures - 1, 10));
        return doubled < LongestBackOff ? doubled : LongestBackOff;
    }
}
