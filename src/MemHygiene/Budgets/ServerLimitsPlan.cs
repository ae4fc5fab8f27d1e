namespace MemHygiene.Budgets;

/// <summary>Limits of the web server in each worker.</summary>
public sealed record ServerLimitsPlan
{
    internal const long RequestBuffer = 128 * ByteText.Kilobyte;
    internal const long ResponseBuffer = 32 * ByteText.Kilobyte;
    internal const long LeastBody = ByteText.Megabyte;

    // What Kestrel takes when nobody says otherwise.
    internal const long MostBody = 30_000_000;
    internal const int MostStreams = 100;

    /// <summary>Connections open at once: requests under way, those that wait, and idle ones.</summary>
    public required int MaxConnections { get; init; }

    /// <summary>Connections that were upgraded, such as WebSockets: as many as requests at once, for they hold as much.</summary>
    public required int MaxUpgradedConnections { get; init; }

    /// <summary>Streams of one HTTP/2 connection: no more than requests at once.</summary>
    public required int MaxStreamsPerConnection { get; init; }

    /// <summary>The largest request body: 5 % of what a worker has besides its rest, from 1 MB to the server's own 30,000,000 bytes.</summary>
    public required long MaxRequestBodyBytes { get; init; }

    /// <summary>How much of a request is read ahead of the application.</summary>
    /// <value>128 KB.</value>
    public long RequestBufferBytes { get; } = RequestBuffer;

    /// <summary>How much of a response waits for the client before a write does.</summary>
    /// <value>32 KB.</value>
    public long ResponseBufferBytes { get; } = ResponseBuffer;

    /// <summary>How long an idle connection is kept.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan KeepAlive { get; } = TimeSpan.FromSeconds(5);
}
