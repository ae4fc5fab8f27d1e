namespace BeforeAfter;

/// <summary>What one run is asked to do.</summary>
internal sealed record RunOptions
{
    public const int DefaultRequests = 480;
    public const int DefaultUsers = 32;
    public const int DefaultRounds = 5;

    public int Requests { get; init; } = DefaultRequests;

    public int Users { get; init; } = DefaultUsers;

    public int Rounds { get; init; } = DefaultRounds;

    public int Port { get; init; }

    public string? Json { get; init; }

    public bool SkipBefore { get; init; }
}
