using MemHygiene.Periodic;
using MemHygiene.Testing;

namespace MemHygiene.Tests.Periodic;

public sealed class PeriodicScheduleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void FirstRun_ComesAfterOneInterval()
    {
        using var work = TestWork.Started();

        work.Advance(99);
        Assert.Equal(0, work.Status.Runs);
        work.Advance(1);

        Assert.Equal(1, work.Status.Runs);
    }

    [Fact]
    public void FirstRun_AtStart_ComesAtOnceAndTheNextOneIntervalLater()
    {
        using var work = TestWork.Started(options => options.RunAtStart = true);

        work.Advance(0);
        Assert.Equal(1, work.Status.Runs);
        work.Advance(100);

        Assert.Equal(2, work.Status.Runs);
    }

    [Fact]
    public void IdleWork_HoldsOneTimer_ThatFiresOncePerInterval()
    {
        using var work = TestWork.Started();
        Assert.Equal(1, work.Clock.ArmedTimers);

        work.Advance(1000);

        Assert.Equal(10, work.Status.Runs);
        Assert.Equal(1, work.Clock.ArmedTimers);
    }

    [Theory]
    [InlineData(0, 90)]
    [InlineData(0.5, 100)]
    [InlineData(1, 110)]
    public void Wait_WithJitterOfATenth_LiesUpToATenthOnEitherSideOfTheInterval(double random, double seconds)
    {
        using var work = TestWork.Started(options => options.Jitter = new PeriodicWorkOptions().Jitter, random: random);

        Assert.Equal(work.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds), work.Status.NextRun);
        Assert.Equal(TestWork.Interval, work.Status.EffectiveInterval);
        work.Advance(seconds);

        Assert.Equal(1, work.Status.Runs);
        Assert.Equal(work.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds), work.Status.NextRun);
    }

    [Fact]
    public void Wait_IsDrawnAnewForEachRun()
    {
        using var work = TestWork.Started(options => options.Jitter = 0.1, random: 1);

        work.Random = 0;
        work.Advance(110);

        Assert.Equal(work.Clock.GetUtcNow() + TimeSpan.FromSeconds(90), work.Status.NextRun);
    }

    [Fact]
    public async Task Interval_CountsFromStartToStart()
    {
        var gate = new TaskCompletionSource();
        using var work = TestWork.Started(gate);
        work.Advance(100);
        var end = work.TriggerAsync(Token);
        work.Advance(40);

        gate.SetResult();
        await end;

        Assert.Equal(work.Clock.GetUtcNow() + TimeSpan.FromSeconds(60), work.Status.NextRun);
    }

    [Fact]
    public async Task RunThatTakesLongerThanTheInterval_IsFollowedByOneRunAtOnce_ForAllThatWereMissed()
    {
        var gate = new TaskCompletionSource();
        using var work = TestWork.Started(gate, options => options.RunTimeout = Timeout.InfiniteTimeSpan);
        work.Advance(100);
        var end = work.TriggerAsync(Token);
        work.Advance(350);
        Assert.Equal(1, work.Status.Runs);

        gate.SetResult();
        await end;
        work.Advance(0);

        Assert.Equal((2, 2), (work.Status.Runs, work.Status.Coalesced));
        work.Advance(99);
        Assert.Equal(2, work.Status.Runs);
    }

    [Fact]
    public async Task RunThatIsALittleLate_IsNotCountedAsCoalesced()
    {
        var gate = new TaskCompletionSource();
        using var work = TestWork.Started(gate);
        work.Advance(100);
        var end = work.TriggerAsync(Token);
        work.Advance(150);

        gate.SetResult();
        await end;
        work.Advance(0);

        Assert.Equal((2, 0), (work.Status.Runs, work.Status.Coalesced));
    }

    [Fact]
    public async Task Status_TellsOfARunUnderWay_AndOfTheLastOne()
    {
        var gate = new TaskCompletionSource();
        using var work = TestWork.Started(gate);
        work.Advance(100);
        var started = work.Clock.GetUtcNow();
        var end = work.TriggerAsync(Token);
        work.Advance(7);
        Assert.Equal((true, started, null, null), (work.Status.IsRunning, work.Status.LastStart!.Value, work.Status.LastDuration, work.Status.NextRun));

        gate.SetResult();
        await end;

        Assert.Equal((false, TimeSpan.FromSeconds(7), started + TestWork.Interval), (work.Status.IsRunning, work.Status.LastDuration!.Value, work.Status.NextRun!.Value));
    }

    [Fact]
    public void Wait_OfLessThanAMillisecond_IsRoundedUpToWhatATimerCounts()
    {
        using var work = TestWork.Started(options => options.Interval = TimeSpan.FromTicks(1));

        work.Clock.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(10, work.Status.Runs);
    }
}
