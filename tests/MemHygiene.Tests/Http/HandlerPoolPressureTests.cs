using MemHygiene.Http;
using MemHygiene.Pressure;
using MemHygiene.Testing;

namespace MemHygiene.Tests.Http;

public sealed class HandlerPoolPressureTests
{
    private readonly TestClock _clock = new();

    [Theory]
    [InlineData(MemoryLevel.Acceptable, 30)]
    [InlineData(MemoryLevel.Warning, 5)]
    [InlineData(MemoryLevel.Critical, 1)]
    public void Trim_AtALevel_EvictsWhatHasIdledForItsTime(MemoryLevel level, int seconds)
    {
        using var pool = TestPool.Create(_clock);
        var consumer = new HandlerPoolConsumer(pool, new HandlerPoolOptions());
        pool.CreateClient(TestPool.Key("idle")).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(500));
        pool.CreateClient(TestPool.Key("in use")).Dispose();
        consumer.Trim(level, TestContext.Current.CancellationToken);
        var before = pool.Count;
        _clock.Advance(TimeSpan.FromMilliseconds(500));

        consumer.Trim(level, TestContext.Current.CancellationToken);

        Assert.Equal(2, before);
        Assert.Equal(1, pool.Count);
        Assert.Equal(new MemoryUsage(null, null, 1), consumer.Usage);
    }

    [Fact]
    public void Trim_OfALeasedHandler_LeavesIt()
    {
        using var pool = TestPool.Create(_clock);
        using var client = pool.CreateClient();
        _clock.Advance(TimeSpan.FromDays(1));

        new HandlerPoolConsumer(pool, new HandlerPoolOptions()).Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        Assert.Equal(1, pool.Count);
    }

    [Fact]
    public void Trim_BeforeTheIdleTimeout_LeavesTheTimerForTheOthers()
    {
        using var pool = TestPool.Create(_clock);
        pool.CreateClient(TestPool.Key("early")).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(10));
        pool.CreateClient(TestPool.Key("late")).Dispose();
        new HandlerPoolConsumer(pool, new HandlerPoolOptions()).Trim(MemoryLevel.Warning, TestContext.Current.CancellationToken);

        _clock.Advance(TestPool.IdleTimeout);

        Assert.Equal(0, pool.Count);
        Assert.Equal(0, _clock.ArmedTimers);
    }
}
