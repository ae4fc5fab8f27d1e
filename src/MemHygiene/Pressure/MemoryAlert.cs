namespace MemHygiene.Pressure;

/// <summary>What an alert is about.</summary>
public enum MemoryAlertKind
{
    /// <summary>More than <see cref="MemoryMonitorOptions.AlertAbove"/> of the limit is in use.</summary>
    MemoryHigh,

    /// <summary>This process's private memory is above <see cref="MemoryMonitorOptions.WorkerAlertBytes"/>.</summary>
    WorkerLarge,

    /// <summary>Memory grows so that the limit is reached within the hour.</summary>
    Growing,

    /// <summary>The level has been <see cref="MemoryLevel.Critical"/> for <see cref="MemoryMonitorOptions.RestartAfter"/>: only a new process helps.</summary>
    RestartNeeded,

    /// <summary>The kernel killed a process of this container or machine since this one started.</summary>
    OomKill,

    /// <summary>Responses take much longer than they used to, which memory does that is short: collections, swapping, throttling.</summary>
    SlowResponses,

    /// <summary>A notable share of requests fails with a 5xx status, those that were turned away on purpose not counted.</summary>
    FailedRequests,
}

/// <summary>Something that somebody should know, and what to do about it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Since">Since when.</param>
/// <param name="Message">What was seen, with the figures.</param>
/// <param name="Advice">What to do.</param>
public sealed record MemoryAlert(MemoryAlertKind Kind, DateTimeOffset Since, string Message, string Advice);
