using System.Globalization;
using static MemHygiene.Budgets.ByteText;

namespace MemHygiene.Budgets;

/// <summary>Memory settings of a PostgreSQL server, from its memory and its connections.</summary>
/// <remarks>
/// A quarter of the memory for shared buffers, a sixteenth (at most 2 GB) for maintenance, 3 % of the shared buffers (at most 16 MB) for the log's buffers. The rest divided by three times the connections is
/// the working memory of one sort or hash, of which a query may have several. The cache size is only what the server's planner believes and takes no memory.
/// </remarks>
public sealed record PostgreSqlPlan
{
    /// <summary>The share of the memory that the server may believe to be its cache.</summary>
    public const double DefaultCacheShare = 0.75;

    private PostgreSqlPlan()
    {
    }

    /// <summary><c>max_connections</c>.</summary>
    public required int MaxConnections { get; init; }

    /// <summary><c>shared_buffers</c> in bytes.</summary>
    public required long SharedBuffersBytes { get; init; }

    /// <summary><c>effective_cache_size</c> in bytes.</summary>
    public required long EffectiveCacheSizeBytes { get; init; }

    /// <summary><c>work_mem</c> in bytes.</summary>
    public required long WorkMemBytes { get; init; }

    /// <summary><c>maintenance_work_mem</c> in bytes.</summary>
    public required long MaintenanceWorkMemBytes { get; init; }

    /// <summary><c>wal_buffers</c> in bytes.</summary>
    public required long WalBuffersBytes { get; init; }

    /// <summary>Plans a server.</summary>
    /// <param name="memoryBytes">The memory of the server's machine or container, in bytes. At least 64 MB.</param>
    /// <param name="maxConnections">The connections that it takes. 4 to 100,000.</param>
    /// <param name="cacheShare">The share of the memory that it may believe to be its cache: 1 where the machine keeps the files cached outside of the server's own limit. More than 0, at most 1.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static PostgreSqlPlan Create(long memoryBytes, int maxConnections = 100, double cacheShare = DefaultCacheShare)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryBytes, 64 * Megabyte);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConnections, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxConnections, 100_000);
        if (!(cacheShare is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(cacheShare), cacheShare, "The share is more than 0 and at most 1.");
        }

        var sharedBuffers = Whole(memoryBytes / 4);
        return new PostgreSqlPlan
        {
            MaxConnections = maxConnections,
            SharedBuffersBytes = sharedBuffers,
            EffectiveCacheSizeBytes = Whole((long)(memoryBytes * cacheShare)),

            // Less than 64 kB is refused by the server.
            WorkMemBytes = Math.Max(64 * Kilobyte, Whole((memoryBytes - sharedBuffers) / (3L * maxConnections))),
            MaintenanceWorkMemBytes = Math.Min(2048 * Megabyte, Whole(memoryBytes / 16)),
            WalBuffersBytes = Math.Min(16 * Megabyte, Whole(sharedBuffers * 3 / 100)),
        };
    }

    /// <summary>The lines for <c>postgresql.conf</c>.</summary>
    /// <returns>One setting a line.</returns>
    public string ToConfiguration() => string.Create(CultureInfo.InvariantCulture, $"""
        max_connections = {MaxConnections}
        shared_buffers = {Size(SharedBuffersBytes)}
        effective_cache_size = {Size(EffectiveCacheSizeBytes)}
        work_mem = {Size(WorkMemBytes)}
        maintenance_work_mem = {Size(MaintenanceWorkMemBytes)}
        wal_buffers = {Size(WalBuffersBytes)}

        """);

    // The server counts in whole kB.
    private static long Whole(long bytes) => bytes / Kilobyte * Kilobyte;

    private static string Size(long bytes) => (bytes / Kilobyte) switch
    {
        var kilobytes when kilobytes % (1024 * 1024) == 0 => $"{kilobytes / (1024 * 1024)}GB",
        var kilobytes when kilobytes % 1024 == 0 => $"{kilobytes / 1024}MB",
        var kilobytes => $"{kilobytes}kB",
    };
}
