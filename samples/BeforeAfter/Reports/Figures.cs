namespace BeforeAfter.Reports;

/// <summary>What one app cost under the load: these names, in camel case, are the report's fields.</summary>
internal sealed record Figures
{
    /// <summary>Median over the rests after each round from the second on and the idle time at the end; of each the last second, all processes of the app added up.</summary>
    public required long SettledRssBytes { get; init; }

    public required long PeakRssBytes { get; init; }

    /// <summary>Sum over the processes that lived at the end.</summary>
    public required long ManagedHeapBytes { get; init; }

    /// <summary>Everything that all processes allocated, start-up and replaced workers included, shared out among the requests.</summary>
    public required long AllocatedBytesPerRequest { get; init; }

    public required double P50Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required int Requests { get; init; }

    public required int FailedRequests { get; init; }

    public required long ModelLoads { get; init; }

    /// <summary>How many processes served, replaced ones included; a supervisor serves nothing and does not count.</summary>
    public required int Processes { get; init; }

    /// <summary>Opens of the catalogue per minute, from the start of the first round to the end of the last.</summary>
    public required double FileReadsPerMinute { get; init; }

    public required long SessionWrites { get; init; }

    public required long OutboundSocketsOpened { get; init; }

    public required IReadOnlyList<long> RssAfterRoundBytes { get; init; }
}
