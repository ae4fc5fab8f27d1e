namespace BeforeAfter;

/// <summary>What one run is asked to do.</summary>
internal sealed record RunOptions
{
    public const int DefaultRequests = 420;
    public const int DefaultUsers = 32;
    public const int DefaultRounds = 5;

    public int Requests { get; init; } = DefaultRequests;

    public int Users { get; init; } = DefaultUsers;

    public int Rounds { get; init; } = DefaultRounds;

    public int Port { get; init; }

    public string? Json { get; init; }

    public bool SkipBefore { get; init; }

    /// <summary>Idle time after each round.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Idle time after the last round's rest, before memory counts as settled.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether a missed target fails the run. With fewer users or requests Before has less to lose, and After no time to replace a worker.</summary>
    public bool JudgesTargets => Requests >= DefaultRequests && Users >= DefaultUsers && Rounds >= DefaultRounds;
}
