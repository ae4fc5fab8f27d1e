namespace MemHygiene.Reports;

/// <summary>One process that shares the work. Null means unknown: of other processes the kernel tells less.</summary>
public sealed record WorkerReport
{
    /// <summary>Its process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The number that its supervisor gave it. Null without a supervisor.</summary>
    public int? Number { get; init; }

    /// <summary>Whether it is the process that made this report.</summary>
    public required bool IsThis { get; init; }

    /// <summary>Bytes of it that are in memory.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>Those that only ending it frees.</summary>
    public long? PrivateBytes { get; init; }

    /// <summary>Its threads.</summary>
    public int? Threads { get; init; }

    /// <summary>How long it has been running.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Requests that it has answered. Known of the process that made this report only, and there with a supervisor only.</summary>
    public long? Requests { get; init; }
}
