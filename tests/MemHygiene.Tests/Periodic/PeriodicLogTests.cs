using MemHygiene.Periodic;
using MemHygiene.Pressure;

namespace MemHygiene.Tests.Periodic;

public sealed class PeriodicLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void RunThatThrows_IsAnError()
    {
        using var work = new TestWork((_, _) => throw new IOException("no such proxy"));
        work.Start();

        work.Advance(100);

        Assert.Equal(["800 Error: The periodic work work failed after 0 ms; its next run comes as scheduled"], work.Log.Lines);
    }

    [Fact]
    public async Task RunThatTakesTooLong_IsAWarningAndNoErrorToo()
    {
        using var work = TestWork.Started(new TaskCompletionSource(), options => options.RunTimeout = TimeSpan.FromSeconds(30));
        work.Advance(100);
        var end = work.TriggerAsync(Token);

        work.Advance(30);
        await end;

        Assert.StartsWith("801 Warning: A run of the periodic work work takes longer than 00:00:30", Assert.Single(work.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void IntervalThatIsStretched_IsToldOnce_AndItsReturnToo()
    {
        using var work = TestWork.Started();

        work.Level = MemoryLevel.Critical;
        work.Advance(1000);
        work.Level = MemoryLevel.Good;
        work.Advance(1000);

        Assert.Equal(
            [
                "802 Information: The periodic work work now runs every 00:06:40: the memory's level is Critical",
                "802 Information: The periodic work work now runs every 00:01:40: the memory's level is Good",
            ],
            work.Log.Lines);
    }

    [Fact]
    public async Task RunsThatAreMadeUpByOne_AreTold()
    {
        var gate = new TaskCompletionSource();
        using var work = TestWork.Started(gate, options => options.RunTimeout = Timeout.InfiniteTimeSpan);
        work.Advance(100);
        var end = work.TriggerAsync(Token);
        work.Advance(350);

        gate.SetResult();
        await end;

        Assert.Equal(["803 Information: A run of the periodic work work took 00:05:50; one run now makes up for the 3 that fell due meanwhile"], work.Log.Lines);
    }
}
