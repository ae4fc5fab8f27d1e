namespace MemHygiene.Periodic;

/// <summary>How a run ended.</summary>
internal enum RunOutcome
{
    Completed,

    /// <summary>With an exception other than its own cancellation.</summary>
    Failed,

    /// <summary>Too late, whether it heeded its token or went on to its end.</summary>
    TimedOut,

    /// <summary>By the stop of the host.</summary>
    Cancelled,
}
