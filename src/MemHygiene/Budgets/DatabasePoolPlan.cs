using System.Globalization;

namespace MemHygiene.Budgets;

/// <summary>The connection pool of each worker.</summary>
public sealed record DatabasePoolPlan
{
    internal const int FullSize = 10;
    internal const int FullOverflow = 20;

    // PostgreSQL keeps three for its superuser; the others get the same courtesy.
    internal const int Reserved = 3;
    private const int PostgreSqlConnections = 100;

    /// <summary>Connections that stay open.</summary>
    /// <value>10 where memory and server take them.</value>
    public required int Size { get; init; }

    /// <summary>Connections that may be opened besides when those are busy.</summary>
    /// <value>20 where memory and server take them.</value>
    public required int Overflow { get; init; }

    /// <summary>After how long a connection is replaced.</summary>
    public TimeSpan ConnectionLifetime { get; } = TimeSpan.FromHours(1);

    /// <summary>How long a request waits for a connection.</summary>
    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>What bounds it.</summary>
    public required string Reason { get; init; }

    /// <summary>The database.</summary>
    public required DatabaseKind Database { get; init; }

    /// <summary>What to append to the connection string: the keywords of Npgsql or of Microsoft.Data.SqlClient. Null for other databases.</summary>
    public string? ConnectionString => Database switch
    {
        DatabaseKind.PostgreSql => Keywords("Minimum Pool Size", "Maximum Pool Size", "Connection Lifetime", "Timeout"),
        DatabaseKind.SqlServer => Keywords("Min Pool Size", "Max Pool Size", "Connection Lifetime", "Connect Timeout"),
        _ => null,
    };

    /// <summary>Scales the pool down to what the server takes from one worker and to what memory there is. Null without a database.</summary>
    internal static DatabasePoolPlan? Create(MemoryPlanOptions options, int workers, long memoryBytes)
    {
        if (options.Database == DatabaseKind.None)
        {
            return null;
        }

        const int full = FullSize + FullOverflow;
        var byMemory = memoryBytes / options.DatabaseConnectionBytes;
        var byServer = ServerConnections(options) is { } connections ? (connections - Reserved) / workers : long.MaxValue;
        var total = (int)Math.Clamp(Math.Min(byMemory, byServer), 1, full);
        var size = Math.Max(1, total * FullSize / full);
        return new DatabasePoolPlan
        {
            Database = options.Database,
            Size = size,
            Overflow = total - size,
            Reason = total == full
                ? "memory and server take it"
                : byServer < byMemory
                    ? $"the server takes {ServerConnections(options)} connections, {Reserved} of them reserved: {total} for each of {workers}"
                    : $"{ByteText.Of(memoryBytes)} a worker at {ByteText.Of(options.DatabaseConnectionBytes)} each: {total}",
        };
    }

    /// <summary>Whether even one connection for each worker is more than the server takes.</summary>
    internal static bool IsTooMuchFor(MemoryPlanOptions options, int workers) =>
        options.Database != DatabaseKind.None && ServerConnections(options) is { } connections && workers > connections - Reserved;

    internal static int? ServerConnections(MemoryPlanOptions options) =>
        options.DatabaseMaxConnections ?? (options.Database == DatabaseKind.PostgreSql ? PostgreSqlConnections : null);

    private string Keywords(string least, string most, string lifetime, string timeout) => string.Create(
        CultureInfo.InvariantCulture,
        $"{least}={Size};{most}={Size + Overflow};{lifetime}={ConnectionLifetime.TotalSeconds:0};{timeout}={Timeout.TotalSeconds:0}");
}
