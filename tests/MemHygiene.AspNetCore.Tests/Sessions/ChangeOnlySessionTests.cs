using MemHygiene.AspNetCore.Sessions;
using MemHygiene.AspNetCore.Tests.RequestCleanup;
using MemHygiene.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Sessions;

public sealed class ChangeOnlySessionTests : IDisposable
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);

    private readonly TestClock _clock = new();
    private readonly CountingCache _cache;
    private readonly LogRecorder _log = new();
    private readonly LoggerFactory _loggers;
    private readonly ChangeOnlySessionStore _store;

    public ChangeOnlySessionTests()
    {
        _cache = new CountingCache(_clock);
        _loggers = new LoggerFactory([_log]);
        _store = NewStore(new ChangeOnlySessionOptions());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task Contract_OfASessionWithEntries_IsTheFrameworks()
    {
        await SaveAsync(("a", [1]), ("b", [2]));
        var session = Open();

        await session.LoadAsync(Cancellation);

        Assert.True(session.IsAvailable);
        Assert.Equal(["a", "b"], session.Keys);
        Assert.Equal(session.Id, Open().Id);
        Assert.True(session.TryGetValue("b", out var value) && value is [2]);
        Assert.False(session.TryGetValue("c", out _));
    }

    [Fact]
    public async Task Removing_WhatIsNotThere_IsNoChange()
    {
        await SaveAsync(("a", [1]));
        var session = Open();
        session.Remove("b");

        await session.CommitAsync(Cancellation);

        Assert.Equal((1, 0, 0), _cache.Calls);
    }

    [Fact]
    public async Task Removing_AnEntry_IsWritten()
    {
        await SaveAsync(("a", [1]), ("b", [2]));
        var session = Open();
        session.Remove("a");

        await session.CommitAsync(Cancellation);

        Assert.Equal((1, 1, 0), _cache.Calls);
        Assert.Equal(["b"], Open().Keys);
    }

    [Fact]
    public async Task Clearing_WritesOnceAndOnlyIfThereWasSomething()
    {
        await SaveAsync(("a", [1]));
        await ChangeAsync(session => session.Clear());

        await ChangeAsync(session => session.Clear());

        Assert.Equal((2, 1, 0), _cache.Calls);
    }

    [Fact]
    public async Task Commit_CalledAgain_CostsNothing()
    {
        var session = Open(isNew: true);
        session.Set("a", [1]);

        await session.CommitAsync(Cancellation);
        await session.CommitAsync(Cancellation);

        Assert.Equal((0, 1, 0), _cache.Calls);
    }

    [Fact]
    public async Task Commit_ThatFailed_IsTriedAgainByTheNext()
    {
        var session = Open(isNew: true);
        session.Set("a", [1]);
        _cache.Failure = new IOException("store");
        await Assert.ThrowsAsync<IOException>(() => session.CommitAsync(Cancellation));
        _cache.Failure = null;

        await session.CommitAsync(Cancellation);

        Assert.Equal(["a"], Open().Keys);
    }

    [Fact]
    public async Task ValueChangedByTheCaller_AfterSet_DoesNotReachTheSession()
    {
        byte[] value = [1];
        var session = Open(isNew: true);
        session.Set("a", value);
        value[0] = 9;

        await session.CommitAsync(Cancellation);

        Assert.True(Open().TryGetValue("a", out var stored) && stored is [1]);
    }

    [Fact]
    public async Task FailingStore_MakesTheSessionUnavailableAndLogs_AsTheFrameworkDoes()
    {
        await SaveAsync(("a", [1]));
        _cache.Failure = new IOException("store");
        var session = Open();

        session.Set("a", [2]);
        session.Remove("a");
        session.Clear();

        Assert.False(session.IsAvailable);
        Assert.Empty(session.Keys);
        Assert.Equal("", session.Id);
        Assert.Contains(_log.Events, entry => entry.Exception is IOException);
        _cache.Failure = null;
        await session.CommitAsync(Cancellation);
        Assert.Equal(["a"], Open().Keys);
    }

    [Fact]
    public async Task NewSession_OnAFailingStore_FailsAtTheCommitOnly()
    {
        _cache.Failure = new IOException("store");
        var session = Open(isNew: true);

        session.Set("a", [1]);

        Assert.True(session.IsAvailable);
        await Assert.ThrowsAsync<IOException>(() => session.CommitAsync(Cancellation));
    }

    [Fact]
    public async Task LoadAsync_OnAFailingStore_Throws()
    {
        _cache.Failure = new IOException("store");

        await Assert.ThrowsAsync<IOException>(() => Open().LoadAsync(Cancellation));
    }

    [Fact]
    public void Set_AfterTheResponseStartedWithoutACookie_Throws()
    {
        var session = _store.Create("key", IdleTimeout, Timeout.InfiniteTimeSpan, () => false, isNewSessionKey: true);

        Assert.Throws<InvalidOperationException>(() => session.Set("a", [1]));
        Assert.Throws<ArgumentNullException>(() => session.Set("a", null!));
    }

    [Fact]
    public async Task UnreadableEntry_IsReplacedByTheNextChange()
    {
        _cache.Set("key", [99], new() { SlidingExpiration = IdleTimeout });

        await ChangeAsync(session => session.Set("a", [1]));

        Assert.Equal(["a"], Open().Keys);
    }

    private async Task SaveAsync(params (string Key, byte[] Value)[] entries)
    {
        await ChangeAsync(session => Array.ForEach(entries, entry => session.Set(entry.Key, entry.Value)));
        _cache.ResetCalls();
    }

    private async Task ChangeAsync(Action<ISession> change)
    {
        var session = Open();
        change(session);
        await session.CommitAsync(Cancellation);
    }

    private ISession Open(bool isNew = false) =>
        _store.Create("key", IdleTimeout, Timeout.InfiniteTimeSpan, static () => true, isNew);

    private ChangeOnlySessionStore NewStore(ChangeOnlySessionOptions options) => new(_cache, Options.Create(options), new RefreshMemory(options.MaxRememberedSessions, _clock), _loggers);
}
