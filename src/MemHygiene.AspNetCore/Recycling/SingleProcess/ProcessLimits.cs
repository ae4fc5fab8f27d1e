using System.Globalization;
using MemHygiene.Internal;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>The limits that were drawn for this process, and whether one is reached. For one thread at a time.</summary>
internal sealed class ProcessLimits
{
    // Shared by those who set no jitter: what a share of a limit is that replicas cannot all be in at once.
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
            Requests = options.MaxRequests + (long)(((long)(options.MaxRequestsJitter ?? options.MaxRequests / JitterShare) + 1) * random());
        }

        if (options.MaxAge is { } age)
        {
            Age = age + ((options.MaxAgeJitter ?? age / JitterShare) * random());
        }

        if (options.RecycleAt is { } at)
        {
            RecycleAt = TimeOfDay.Next(startedAt + options.MinLifetime, at, options.RecycleOn, zone) + (options.RecycleAtJitter * random());
        }
    }

    /// <summary>The requests at which the process leaves; <see cref="long.MaxValue"/> if they are no reason.</summary>
    public long Requests { get; } = long.MaxValue;

    /// <summary>The age at which it leaves.</summary>
    public TimeSpan Age { get; } = TimeSpan.MaxValue;

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

    private string? ByAge(in ProcessState state) => state.Age >= Age ? Invariant($"it is {state.Age:c} old, at most {Age:c} are allowed") : null;

    private string? ByTime(in ProcessState state) => state.Now >= RecycleAt ? Invariant($"it is past {_options.RecycleAt:HH:mm}") : null;

    private string? ByMemory(in ProcessState state)
    {
        if (state.PrivateBytes > _options.MaxMemoryBytes)
        {
            return $"it holds {ByteText.Of(state.PrivateBytes.Value)} of its own, more than {ByteText.Of(_options.MaxMemoryBytes.Value)}";
        }

        if (state.ManagedBytes > _options.MaxManagedBytes)
        {
            return $"its managed heap has {ByteText.Of(state.ManagedBytes.Value)}, more than {ByteText.Of(_options.MaxManagedBytes.Value)}";
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
