using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Sessions;

/// <summary>Stands in for the framework's <see cref="DistributedSessionStore"/>: the same entries in the same cache, fewer calls.</summary>
internal sealed class ChangeOnlySessionStore(
    IDistributedCache cache,
    IOptions<ChangeOnlySessionOptions> options,
    RefreshMemory refreshes,
    ILoggerFactory loggers) : ISessionStore
{
    private readonly double _refreshFraction = options.Value.RefreshFraction;

    public RefreshMemory Refreshes => refreshes;

    public ISession Create(string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionKey);
        ArgumentNullException.ThrowIfNull(tryEstablishSession);

        return new ChangeOnlySession(this, sessionKey, idleTimeout, ioTimeout, tryEstablishSession, isNewSessionKey);
    }

    public bool IsRefreshDue(string sessionKey, TimeSpan idleTimeout) => Refreshes.IsDue(sessionKey, idleTimeout * _refreshFraction);

    public DistributedSession CreateInner(string sessionKey, TimeSpan idleTimeout, TimeSpan ioTimeout, Func<bool> tryEstablishSession, bool isNewSessionKey) =>
        new(new SessionEntry(cache, isNewSessionKey), sessionKey, idleTimeout, ioTimeout, tryEstablishSession, loggers, isNewSessionKey);
}
