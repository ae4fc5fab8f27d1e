namespace MemHygiene.Budgets;

/// <summary>What one worker may hold besides what it takes at rest, and how many of each thing that makes.</summary>
internal sealed record WorkerShare
{
    // What a connection without a request costs. An assumption: no option, because nobody would tune it.
    public const long IdleConnectionBytes = 16 * ByteText.Kilobyte;

    private const int MostHandlers = 1000;
    private const int MostRequestsPerCore = 1000;
    private const int QueuedPerRequest = 2;
    private const int MostIdleConnections = 1_000_000;

    public required int Requests { get; init; }

    public required int Queue { get; init; }

    public required int IdleConnections { get; init; }

    public required int Handlers { get; init; }

    public required DatabasePoolPlan? Database { get; init; }

    public required ServerLimitsPlan Server { get; init; }

    /// <summary>What one worker needs besides its rest to answer anything at all: its threads' requests or one, a handler, a connection.</summary>
    public static long Least(MemoryPlanOptions options) => (options.Threads ?? 1) * options.RequestBytes + LeastBeside(options);

    /// <summary>
    /// Half for requests, a tenth each for handlers and for requests that wait, a twentieth each for the database and idle connections, each at least what is needed while it lasts; what is left
    /// is the caches'.
    /// </summary>
    public static WorkerShare Of(long bytes, MemoryPlanOptions options, int cores, int workers)
    {
        var mostRequests = Math.Max(1, (long)MostRequestsPerCore * cores / workers);
        var requests = options.Threads ?? (int)Math.Clamp(Math.Min(bytes / 2, bytes - LeastBeside(options)) / options.RequestBytes, 1, mostRequests);
        var left = bytes - requests * options.RequestBytes;
        var handlers = (int)Math.Clamp(Math.Min(bytes / 10, left - LeastForDatabase(options)) / options.HandlerBytes, 1, MostHandlers);
        left -= handlers * options.HandlerBytes;
        var pool = DatabasePoolPlan.Create(options, workers, Part(20));
        left -= pool is null ? 0 : (pool.Size + pool.Overflow) * options.DatabaseConnectionBytes;
        var queue = (int)Math.Min((long)QueuedPerRequest * requests, Part(10) / ServerLimitsPlan.RequestBuffer);
        left -= queue * ServerLimitsPlan.RequestBuffer;
        var idle = (int)Math.Min(Part(20) / IdleConnectionBytes, MostIdleConnections);
        return new WorkerShare
        {
            Requests = requests,
            Queue = queue,
            IdleConnections = idle,
            Handlers = handlers,
            Database = pool,
            Server = new ServerLimitsPlan
            {
                MaxConnections = requests + queue + idle,
                MaxUpgradedConnections = requests,
                MaxStreamsPerConnection = Math.Min(requests, ServerLimitsPlan.MostStreams),
                MaxRequestBodyBytes = Math.Clamp(bytes / 20, ServerLimitsPlan.LeastBody, ServerLimitsPlan.MostBody),
            },
        };

        long Part(int divisor) => Math.Max(0, Math.Min(bytes / divisor, left));
    }

    private static long LeastBeside(MemoryPlanOptions options) => options.HandlerBytes + LeastForDatabase(options);

    private static long LeastForDatabase(MemoryPlanOptions options) => options.Database == DatabaseKind.None ? 0 : options.DatabaseConnectionBytes;
}
