using System.Globalization;
using MemHygiene.Internal;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>The limits that were drawn for this process, and whether one is reached. For one thread at a time.</summary>
internal sealed class ProcessLimits
{
    // What share of the requests their jitter is unless it is set.
    private const int JitterShare = 4;

    private readonly ProcessRecyclingOptions _options;
    private readonly TimeSpan _patience;
    private TimeSpan? _tooHighSince;

    /// <param name="options">What they are drawn from.</param>
    /// <param name="startedAt">When the host had started.</param>
    /// <param name="zone">Whose time of day counts.</param>
    /// <param name="random">Draws from 0 to below 1.</param>
    public ProcessLimits(ProcessRecyclingOptions options, DateTimeOffset startedAt, TimeZoneInfo zone, Func<double> random)
    {
        _options = options;
        _patience = options.MemoryJitter * random();
        if (options.MaxRequests > 0)
        {
            Requests = options.MaxRequests + (long)(((options.MaxRequestsJitter ?? options.MaxRequests / JitterShare) + 1L) * random());
        }

        var jitter = options.AgeJitter * random();
        Age = options.MaxAge + jitter ?? TimeSpan.MaxValue;
        if (options.RecycleAt.Count > 0)
        {
            RecycleAt = options.RecycleAt.Min(time => time.Next(startedAt + options.MinLifetime, zone)) + jitter;
        }
    }

    /// <summary>The requests at which the process leaves; <see cref="long.MaxValue"/> if they are no reason.</summary>
    public long Requests { get; } = long.MaxValue;

    /// <summary>The age at which it leaves.</summary>
    public TimeSpan Age { get; }

    /// <summary>The moment at which it leaves.</summary>
    public DateTimeOffset RecycleAt { get; } = DateTimeOffset.MaxValue;

    /// <summary>Why the process has to leave now, as the rest of the sentence "It leaves: …"; null if it may stay.</summary>
    public string? FindReason(in ProcessState state)
    {
        if (state.Age < _options.MinLifetime)
        {
            return null;
        }

        return ByRequests(state) ?? ByAge(state) ?? ByTime(state) ?? Lasting(ByMemory(state), state.Age);
    }

    private string? ByRequests(in ProcessState state) => state.Requests >= Requests ? Invariant($"it has served {state.Requests} requests") : null;

    private string? ByAge(in ProcessState state) => state.Age >= Age ? Invariant($"it is {state.Age:c} old, which is as old as it may become") : null;

    private string? ByTime(in ProcessState state) => state.Now >= RecycleAt ? $"it is time ({string.Join(", ", _options.RecycleAt)})" : null;

    private string? ByMemory(in ProcessState state)
    {
        if (state.PrivateBytes > _options.MaxMemory)
        {
            return $"it holds {ByteText.Of(state.PrivateBytes.Value)} of its own, more than {ByteText.Of(_options.MaxMemory.Value)}";
        }

        if (state.HeapBytes > _options.MaxHeap)
        {
            return $"its managed heap held {ByteText.Of(state.HeapBytes.Value)} after a collection, more than {ByteText.Of(_options.MaxHeap.Value)}";
        }

        return _options.RecycleWhenCritical ? state.RestartAdvice : null;
    }

    private string? Lasting(string? reason, TimeSpan now)
    {
        _tooHighSince = reason is null ? null : _tooHighSince ?? now;
        return now - _tooHighSince >= _patience ? reason : null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
