namespace MemHygiene.AspNetCore.Recycling.Fleets;

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

    /// <summary>Whether it comes again in every worker's life, about as late.</summary>
    public static bool IsLimit(RecycleReason? reason) =>
        reason is RecycleReason.Requests or RecycleReason.Memory or RecycleReason.MemoryGrowth or RecycleReason.ManagedHeap;

    /// <summary>When a worker that has reached its limit may be replaced.</summary>
    public static TimeSpan DueAt(SupervisorOptions options, TimeSpan servesSince, TimeSpan now)
    {
        var earliest = servesSince + options.MinWorkerLifetime;
        return earliest > now ? earliest : now;
    }

    /// <summary>When a worker that begins to serve is due for its age or the time of day; null if never.</summary>
    public static (RecycleReason Reason, TimeSpan After)? DrawAge(SupervisorOptions options, TimeProvider time, Random random)
    {
        var jitter = options.AgeJitter * random.NextDouble();
        (RecycleReason, TimeSpan After)? first = options.MaxWorkerAge is { } age ? (RecycleReason.Age, age + jitter) : null;
        var now = time.GetUtcNow();
        foreach (var at in options.RecycleAt)
        {
            var after = at.Next(now, time.LocalTimeZone) - now + jitter;
            if (first is null || after < first.Value.After)
            {
                first = (RecycleReason.Schedule, after);
            }
        }

        return first;
    }

    /// <summary>What a pulse says about a worker's memory; null if there is nothing to do.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="pulse">The last.</param>
    /// <param name="trend">Those of the last seconds.</param>
    /// <param name="lead">How long a replacement takes.</param>
    public static RecycleReason? JudgeMemory(SupervisorOptions options, in WorkerPulse pulse, WorkerTrend trend, TimeSpan lead)
    {
        if (pulse.HeapBytes >= options.MaxWorkerHeap)
        {
            return RecycleReason.ManagedHeap;
        }

        if (options.MaxWorkerMemory is not { } limit || pulse.PrivateBytes is not { } bytes)
        {
            return null;
        }

        if (bytes >= limit)
        {
            return RecycleReason.Memory;
        }

        return WorkerTrend.Until(limit - bytes, trend.BytesPerSecond ?? 0) <= lead ? RecycleReason.MemoryGrowth : null;
    }

    /// <summary>How long until a worker reaches one of its limits at its pace; <see cref="TimeSpan.MaxValue"/> if that cannot be told.</summary>
    public static TimeSpan Foresee(SupervisorOptions options, in WorkerPulse pulse, WorkerTrend trend)
    {
        var requests = pulse.RequestLimit == long.MaxValue ? TimeSpan.MaxValue : WorkerTrend.Until(pulse.RequestLimit - pulse.Requests, trend.RequestsPerSecond);
        var memory = options.MaxWorkerMemory - pulse.PrivateBytes is { } left ? WorkerTrend.Until(left, trend.BytesPerSecond ?? 0) : TimeSpan.MaxValue;
        return requests < memory ? requests : memory;
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
