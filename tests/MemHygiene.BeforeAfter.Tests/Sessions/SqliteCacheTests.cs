using MemHygiene.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Distributed;
using SupportDesk.Sessions;

namespace MemHygiene.BeforeAfter.Tests.Sessions;

public sealed class SqliteCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sessions-").FullName;
    private readonly TestClock _clock = new();
    private readonly SqliteCache _cache;

    public SqliteCacheTests()
    {
        _cache = new SqliteCache(Database, _clock);
    }

    private string Database => Path.Combine(_folder, "sessions.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Get_ValueThatWasSet_ReturnsItAlsoFromAnotherInstance()
    {
        _cache.Set("a", [1, 2, 3], Sliding(minutes: 10));

        var value = new SqliteCache(Database, _clock).Get("a");

        Assert.Equal([1, 2, 3], value);
    }

    [Fact]
    public void Get_UntouchedForTheSlidingTime_IsGone()
    {
        _cache.Set("a", [1], Sliding(minutes: 10));

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(_cache.Get("a"));
    }

    [Fact]
    public void Refresh_BeforeTheSlidingTimeEnds_StartsItAnew()
    {
        _cache.Set("a", [1], Sliding(minutes: 10));
        _clock.Advance(TimeSpan.FromMinutes(9));

        _cache.Refresh("a");
        _clock.Advance(TimeSpan.FromMinutes(9));

        Assert.NotNull(_cache.Get("a"));
    }

    [Fact]
    public void Refresh_AbsoluteExpiry_IsNotMoved()
    {
        _cache.Set("a", [1], new() { SlidingExpiration = TimeSpan.FromMinutes(10), AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(15) });
        _clock.Advance(TimeSpan.FromMinutes(9));

        _cache.Refresh("a");
        _clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Null(_cache.Get("a"));
    }

    [Fact]
    public void Refresh_Expired_DoesNotBringItBack()
    {
        _cache.Set("a", [1], Sliding(minutes: 10));
        _clock.Advance(TimeSpan.FromMinutes(11));

        _cache.Refresh("a");

        Assert.Null(_cache.Get("a"));
    }

    [Fact]
    public void Set_Again_ReplacesTheValueAndItsExpiry()
    {
        _cache.Set("a", [1], Sliding(minutes: 10));

        _cache.Set("a", [2], Sliding(minutes: 60));
        _clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal([2], _cache.Get("a"));
    }

    [Fact]
    public void Set_NoExpiry_StaysAndCanBeRemoved()
    {
        _cache.Set("a", [1], new());
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.NotNull(_cache.Get("a"));

        _cache.Remove("a");

        Assert.Null(_cache.Get("a"));
    }

    [Fact]
    public async Task SetAsync_ManyAtATime_LosesNone()
    {
        var cancellation = TestContext.Current.CancellationToken;

        await Parallel.ForAsync(0, 40, cancellation, async (i, token) => await _cache.SetAsync($"{i}", [(byte)i], Sliding(minutes: 10), token));

        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal((byte)i, Assert.Single(_cache.Get($"{i}")!)));
    }

    private static DistributedCacheEntryOptions Sliding(int minutes) => new() { SlidingExpiration = TimeSpan.FromMinutes(minutes) };
}
