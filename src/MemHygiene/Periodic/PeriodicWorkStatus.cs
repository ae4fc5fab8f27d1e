namespace MemHygiene.Periodic;

/// <summary>What one periodic work did and when it runs next, at one moment. Null means that there is nothing to tell yet.</summary>
public sealed record PeriodicWorkStatus
{
    /// <summary>The name that it was added with.</summary>
    public required string Name { get; init; }

    /// <summary>The interval that the code or the configuration sets.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The interval that the next run was scheduled with: stretched if memory was short, before jitter.</summary>
    public required TimeSpan EffectiveInterval { get; init; }

    /// <summary>Whether memory was short when the next run was scheduled.</summary>
    public bool IsStretched => EffectiveInterval > Interval;

    /// <summary>Whether a run is under way.</summary>
    public bool IsRunning { get; init; }

    /// <summary>When the last run started, or the one under way.</summary>
    public DateTimeOffset? LastStart { get; init; }

    /// <summary>How long the last run took that has ended.</summary>
    public TimeSpan? LastDuration { get; init; }

    /// <summary>When the next run comes, unless memory gets shorter until then. Null during a run, before the host starts and after it stopped.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>Runs that were started.</summary>
    public long Runs { get; init; }

    /// <summary>Runs that ended with an exception other than their own cancellation.</summary>
    public long Failures { get; init; }

    /// <summary>Runs that took longer than <see cref="PeriodicWorkOptions.RunTimeout"/>; counted at that moment, so a run that hangs is among them.</summary>
    public long Timeouts { get; init; }

    /// <summary>Runs that never came, because several fell due during one long run and a single one made up for them.</summary>
    public long Coalesced { get; init; }

    /// <summary>Type and message of what ended the last run, or that it took too long. Null again after a run that went well.</summary>
    public string? LastError { get; init; }
}
