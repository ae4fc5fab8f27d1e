namespace MemHygiene.Pressure;

/// <summary>How a consumer's last trim went.</summary>
public enum TrimOutcome
{
    /// <summary>It returned. What it gave back is in <see cref="MemoryTrim.ReleasedBytes"/>, if it can tell.</summary>
    Trimmed,

    /// <summary>It threw.</summary>
    Failed,

    /// <summary>It did not return in <see cref="MemoryMonitorOptions.TrimTimeout"/>.</summary>
    TimedOut,
}

/// <summary>One trim of one consumer.</summary>
/// <param name="At">When it began.</param>
/// <param name="Level">The level that it was asked for.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="ReleasedBytes">What it held before, less what it held after; null if it cannot tell. By its own account: the process's memory falls with the next collection.</param>
/// <param name="Duration">How long it took.</param>
public sealed record MemoryTrim(DateTimeOffset At, MemoryLevel Level, TrimOutcome Outcome, long? ReleasedBytes, TimeSpan Duration);
