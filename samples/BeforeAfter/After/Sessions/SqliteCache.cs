using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Distributed;

namespace SupportDesk.Sessions;

/// <summary>A distributed cache in one SQLite file. Safe for concurrent use, also by several processes.</summary>
/// <remarks>Reading does not extend a sliding expiry, <see cref="Refresh"/> does: the session middleware calls it at the end of each request.</remarks>
public sealed class SqliteCache : IDistributedCache
{
    private static long _writes;

    private readonly string _connectionString;
    private readonly TimeProvider _time;

    public SqliteCache(string path, TimeProvider time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        _time = time;
        using var connection = Open();
        Execute(
            connection,
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS entries (
                key TEXT PRIMARY KEY,
                value BLOB NOT NULL,
                expires INTEGER NOT NULL,
                sliding INTEGER NOT NULL,
                latest INTEGER NOT NULL);
            CREATE INDEX IF NOT EXISTS entries_expires ON entries (expires);
            DELETE FROM entries WHERE expires <= $now;
            """,
            ("$now", Now));
    }

    /// <summary>How often this process has written to the store: values set, expiries extended, entries removed.</summary>
    public static long Writes => Volatile.Read(ref _writes);

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public byte[]? Get(string key)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM entries WHERE key = $key AND expires > $now";
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$now", Now);
        return command.ExecuteScalar() as byte[];
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        var now = Now;
        var sliding = (long?)options.SlidingExpiration?.TotalMilliseconds ?? long.MaxValue;
        var latest = options.AbsoluteExpirationRelativeToNow is { } relative
            ? now + (long)relative.TotalMilliseconds
            : options.AbsoluteExpiration?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        Write(
            """
            INSERT INTO entries (key, value, expires, sliding, latest) VALUES ($key, $value, $expires, $sliding, $latest)
            ON CONFLICT (key) DO UPDATE SET value = $value, expires = $expires, sliding = $sliding, latest = $latest
            """,
            ("$key", key),
            ("$value", value),
            ("$expires", sliding < latest - now ? now + sliding : latest),
            ("$sliding", sliding),
            ("$latest", latest));
    }

    public void Refresh(string key) =>
        Write(
            "UPDATE entries SET expires = min($now + sliding, latest) WHERE key = $key AND expires > $now AND sliding < latest - $now",
            ("$key", key),
            ("$now", Now));

    public void Remove(string key) => Write("DELETE FROM entries WHERE key = $key", ("$key", key));

    // SQLite works on the calling thread: there is nothing to wait for.
    public Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        return Task.FromResult(Get(key));
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        Set(key, value, options);
        return Task.CompletedTask;
    }

    public Task RefreshAsync(string key, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        Refresh(key);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        Remove(key);
        return Task.CompletedTask;
    }

    private void Write(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        Interlocked.Increment(ref _writes);
        using var connection = Open();
        Execute(connection, sql, parameters);
    }

    // Connections are pooled by the provider. A writer waits for another one instead of failing, and a lost last second is only a lost session.
    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL;");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
