using MemHygiene.Periodic;
using MemHygiene.Pressure;

namespace MemHygiene.Tests.Periodic;

public sealed class PeriodicPressureTests
{
    [Theory]
    [InlineData(MemoryLevel.Good, 100)]
    [InlineData(MemoryLevel.Acceptable, 100)]
    [InlineData(MemoryLevel.Warning, 200)]
    [InlineData(MemoryLevel.Critical, 400)]
    public void Interval_IsStretchedByTheLevel(MemoryLevel level, double seconds)
    {
        using var work = TestWork.Started(level: level);

        Assert.Equal(TimeSpan.FromSeconds(seconds), work.Status.EffectiveInterval);
        Assert.Equal(seconds > 100, work.Status.IsStretched);
        work.Advance(seconds - 1);
        Assert.Equal(0, work.Status.Runs);
        work.Advance(1);

        Assert.Equal(1, work.Status.Runs);
    }

    [Fact]
    public void Interval_OfWorkMarkedEvenUnderPressure_StaysAsItIs()
    {
        using var work = TestWork.Started(options => options.EvenUnderPressure = true, MemoryLevel.Critical);

        work.Advance(100);

        Assert.Equal((1, false), (work.Status.Runs, work.Status.IsStretched));
    }

    [Fact]
    public void Run_ThatFallsDueUnderCritical_IsPutOffByTheStretch()
    {
        using var work = TestWork.Started();
        var start = work.Clock.GetUtcNow();
        work.Advance(99);

        work.Level = MemoryLevel.Critical;
        work.Advance(1);
        Assert.Equal((0, true, start + TimeSpan.FromSeconds(400)), (work.Status.Runs, work.Status.IsStretched, work.Status.NextRun!.Value));
        work.Advance(300);

        Assert.Equal(1, work.Status.Runs);
    }

    [Fact]
    public void Run_ThatWasPutOff_IsPutOffNoFurtherWhileTheLevelLasts()
    {
        using var work = TestWork.Started(level: MemoryLevel.Critical);

        work.Advance(4000);

        Assert.Equal(10, work.Status.Runs);
    }

    [Fact]
    public void Wait_ThatWasStretched_StaysStretchedWhenTheLevelFalls_AndTheNextIsNot()
    {
        using var work = TestWork.Started(level: MemoryLevel.Critical);
        work.Advance(1);

        work.Level = MemoryLevel.Good;
        work.Advance(398);
        Assert.Equal(0, work.Status.Runs);
        work.Advance(1);

        Assert.Equal((1, false), (work.Status.Runs, work.Status.IsStretched));
    }

    [Fact]
    public void FirstRun_AtStart_ComesAtOnceUnderCriticalToo()
    {
        using var work = TestWork.Started(options => options.RunAtStart = true, MemoryLevel.Critical);

        work.Advance(0);

        Assert.Equal(1, work.Status.Runs);
    }

    [Fact]
    public void StretchedInterval_EndsAt24Days()
    {
        using var work = TestWork.Started(options => options.Interval = TimeSpan.FromDays(20), MemoryLevel.Critical);

        Assert.Equal(TimeSpan.FromDays(24), work.Status.EffectiveInterval);
    }

    [Fact]
    public void Stretches_AreOptions()
    {
        using var work = TestWork.Started(
            options =>
            {
                options.StretchAtAcceptable = 1.5;
                options.StretchAtWarning = 3;
                options.StretchAtCritical = 10;
            },
            MemoryLevel.Acceptable);
        Assert.Equal(TimeSpan.FromSeconds(150), work.Status.EffectiveInterval);

        work.Level = MemoryLevel.Warning;
        work.Advance(150);
        Assert.Equal(TimeSpan.FromSeconds(300), work.Status.EffectiveInterval);
        work.Level = MemoryLevel.Critical;
        work.Advance(150);

        Assert.Equal(TimeSpan.FromSeconds(1000), work.Status.EffectiveInterval);
    }
}
