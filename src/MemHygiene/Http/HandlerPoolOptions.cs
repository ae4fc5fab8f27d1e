namespace MemHygiene.Http;

/// <summary>How many handlers the pool keeps, how long, and what their connections may do.</summary>
public sealed class HandlerPoolOptions
{
    /// <summary>How many handlers there are at most, leased and idle together.</summary>
    /// <value>The default is 100.</value>
    public int MaxHandlers { get; set; } = 100;

    /// <summary>How long a handler that nobody leases is kept.</summary>
    /// <value>The default is 2 minutes. More than zero and at most 24 days.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many connections one handler opens to one server (host and port); further requests wait for one of them.</summary>
    /// <value>The default is 50.</value>
    public int MaxConnectionsPerServer { get; set; } = 50;

    /// <summary>How long a connection is used at most: the longest time that a changed DNS entry stays unnoticed.</summary>
    /// <value>The default is 15 minutes. More than zero, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan PooledConnectionLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a connection without a request stays open.</summary>
    /// <value>The default is 1 minute. More than zero, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan PooledConnectionIdleTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Finishes a new handler, for example with the client certificate of the key's name. Called once for each handler, outside any lock.</summary>
    /// <remarks>It may not turn cookies on: one handler serves many users, and its cookie jar would hand one user's session to the next.</remarks>
    /// <value>The default is null.</value>
    public Action<HandlerKey, SocketsHttpHandler>? ConfigureHandler { get; set; }
}
