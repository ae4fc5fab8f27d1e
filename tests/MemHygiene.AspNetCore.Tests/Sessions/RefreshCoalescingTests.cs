using MemHygiene.AspNetCore.Sessions;
using MemHygiene.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Sessions;

public sealed class RefreshCoalescingTests
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);

    private readonly TestClock _clock = new();
    private readonly CountingCache _cache;

    // The strictest store: an entry that is only read is not kept alive by that.
    public RefreshCoalescingTests() => _cache = new CountingCache(_clock) { SlidesOnGet = false };

    [Fact]
    public async Task UnchangedSession_IsRefreshedOncePerQuarterOfItsIdleTimeout()
    {
        var store = NewStore();
        await SaveAsync(store);

        for (var minute = 0; minute < 60; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await TouchAsync(store);
        }

        Assert.Equal((0, 0, 12), _cache.Calls);
        Assert.NotNull(_cache.Peek("key"));
    }

    [Fact]
    public async Task Session_PausedForThreeQuartersOfItsIdleTimeout_IsAliveAfterTheLeastLuckyRequest()
    {
        var store = NewStore();
        await SaveAsync(store);
        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await TouchAsync(store);

        _clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal((0, 0, 0), _cache.Calls);
        Assert.NotNull(_cache.Peek("key"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomTraffic_OverThreeProcesses_NeverLosesASessionEarly(int seed)
    {
        var random = new Random(seed);
        ChangeOnlySessionStore[] processes = [NewStore(), NewStore(), NewStore()];
        await SaveAsync(processes[0]);

        for (var request = 0; request < 2000; request++)
        {
            _clock.Advance(TimeSpan.FromSeconds(random.Next(1, 15 * 60)));
            Assert.NotNull(_cache.Peek("key"));
            await TouchAsync(processes[random.Next(processes.Length)]);
        }
    }

    [Fact]
    public async Task IdleSession_ExpiresAtItsIdleTimeoutAtTheLatest()
    {
        var store = NewStore();
        await SaveAsync(store);
        await TouchAsync(store);

        _clock.Advance(IdleTimeout);

        Assert.Null(_cache.Peek("key"));
    }

    [Fact]
    public async Task FractionZero_RefreshesWithEveryRequest()
    {
        var store = NewStore(options => options.RefreshFraction = 0);
        await SaveAsync(store);

        await TouchAsync(store);
        await TouchAsync(store);

        Assert.Equal((0, 0, 2), _cache.Calls);
    }

    [Fact]
    public async Task FailedRefresh_IsNotRemembered()
    {
        var store = NewStore();
        _cache.Failure = new IOException("store");
        await Assert.ThrowsAsync<IOException>(() => TouchAsync(store));
        _cache.Failure = null;

        await TouchAsync(store);

        Assert.Equal((0, 0, 2), _cache.Calls);
    }

    [Fact]
    public void RefreshMemory_HoldsAFixedNumberOfSessions_AndForgetsTheOldestOfABucket()
    {
        var memory = new RefreshMemory(4, _clock);
        for (var session = 0; session < 5; session++)
        {
            memory.Note(session.ToString(), memory.Now());
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var remembered = Enumerable.Range(0, 5).Where(session => !memory.IsDue(session.ToString(), IdleTimeout));

        Assert.Equal([1, 2, 3, 4], remembered);
    }

    [Fact]
    public void RefreshMemory_NotedAgain_TakesNoSecondPlace()
    {
        var memory = new RefreshMemory(4, _clock);
        memory.Note("a", memory.Now());
        for (var again = 0; again < 4; again++)
        {
            memory.Note("b", memory.Now());
        }

        Assert.False(memory.IsDue("a", IdleTimeout));
    }

    private async Task SaveAsync(ChangeOnlySessionStore store)
    {
        var session = Open(store);
        session.Set("a", [1]);
        await session.CommitAsync(TestContext.Current.CancellationToken);
        _cache.ResetCalls();
    }

    private static Task TouchAsync(ChangeOnlySessionStore store) => Open(store).CommitAsync(TestContext.Current.CancellationToken);

    private static ISession Open(ChangeOnlySessionStore store) =>
        store.Create("key", IdleTimeout, Timeout.InfiniteTimeSpan, static () => true, isNewSessionKey: false);

    private ChangeOnlySessionStore NewStore(Action<ChangeOnlySessionOptions>? configure = null)
    {
        var options = new ChangeOnlySessionOptions();
        configure?.Invoke(options);
        return new ChangeOnlySessionStore(_cache, Options.Create(options), new RefreshMemory(options.MaxRememberedSessions, _clock), NullLoggerFactory.Instance);
    }
}
