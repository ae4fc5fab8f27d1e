using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;

namespace MemHygiene.AspNetCore.Sessions;

/// <summary>
/// The framework's session, created when it is first touched, behind a filter: an equal value is no change, a commit without a change is at most a
/// coalesced refresh. Loading, formats, time-outs and logging stay the framework's own.
/// </summary>
internal sealed class ChangeOnlySession(
    ChangeOnlySessionStore store,
    string sessionKey,
    TimeSpan idleTimeout,
    TimeSpan ioTimeout,
    Func<bool> tryEstablishSession,
    bool isNewSessionKey) : ISession
{
    private DistributedSession? _session;
    private bool _isChanged;

    // A key made in this request has nothing in the store to keep alive until its first write.
    private bool _isStored = !isNewSessionKey;

    public bool IsAvailable => Session.IsAvailable;

    public string Id => Session.Id;

    public IEnumerable<string> Keys => Session.Keys;

    private DistributedSession Session =>
        _session ??= store.CreateInner(sessionKey, idleTimeout, ioTimeout, tryEstablishSession, isNewSessionKey);

    public Task LoadAsync(CancellationToken cancellationToken = default) => Session.LoadAsync(cancellationToken);

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Session.TryGetValue(key, out value);

    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);

        // A session that could not be loaded drops what it is given, and an empty one must not overwrite what the store still holds.
        if (!Session.IsAvailable || (Session.TryGetValue(key, out var current) && current.AsSpan().SequenceEqual(value)))
        {
            return;
        }

        Session.Set(key, value);
        _isChanged = true;
    }

    public void Remove(string key)
    {
        if (Session.TryGetValue(key, out _))
        {
            Session.Remove(key);
            _isChanged = true;
        }
    }

    public void Clear()
    {
        if (Session.Keys.Any())
        {
            Session.Clear();
            _isChanged = true;
        }
    }

    public Task CommitAsync(CancellationToken cancellationToken = default) =>
        _isChanged || (_isStored && store.IsRefreshDue(sessionKey, idleTimeout)) ? WriteAsync(cancellationToken) : Task.CompletedTask;

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var at = store.Refreshes.Now();
        await Session.CommitAsync(cancellationToken).ConfigureAwait(false);
        _isChanged = false;
        _isStored = true;
        store.Refreshes.Note(sessionKey, at);
    }
}
