using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.AspNetCore.Tests.Recycling.Fleets;

/// <summary>Workers of which nothing is heard, by the clock.</summary>
public sealed class HangTests
{
    private readonly TestClock _clock = new();
    private readonly List<FakeWorker> _started = [];
    private readonly Fleet _fleet;

    public HangTests()
    {
        var options = new SupervisorOptions { Workers = 1, HangTimeout = TimeSpan.FromSeconds(10) };
        _fleet = new Fleet(options, _clock, Launch, NullLogger.Instance);
        _fleet.Advance();
        _fleet.Ready(1);
        _fleet.Serving(1);
    }

    [Fact]
    public void Silence_ForTheHangTimeout_KillsTheWorker()
    {
        _clock.Advance(TimeSpan.FromSeconds(3));
        Pulse();
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        _fleet.Advance();
        var before = _started[0].Killed;

        _clock.Advance(_fleet.UntilNextDeadline);
        _fleet.Advance();

        Assert.False(before);
        Assert.True(_started[0].Killed);
    }

    [Fact]
    public void StarvedThreadPool_ForTheHangTimeout_KillsTheWorkerThoughItPulses()
    {
        Pulse(poolDelay: 9.9);
        var before = _started[0].Killed;

        Pulse(poolDelay: 10);

        Assert.False(before);
        Assert.True(_started[0].Killed);
    }

    [Fact]
    public void Debugger_InTheWorker_IsNoHang()
    {
        Pulse(poolDelay: 60, isDebugged: true);
        _clock.Advance(TimeSpan.FromSeconds(3600));
        _fleet.Advance();

        Assert.False(_started[0].Killed);
    }

    [Fact]
    public void Supervisor_ThatWasStoppedItself_DoesNotBlameTheWorkers()
    {
        _clock.Advance(TimeSpan.FromSeconds(3600));
        _fleet.Advance();
        var atWaking = _started[0].Killed;
        _clock.Advance(_fleet.UntilNextDeadline);
        _fleet.Advance();

        Assert.False(atWaking);
        Assert.True(_started[0].Killed);
    }

    [Fact]
    public void Worker_ThatWasKilledForHanging_IsReplaced()
    {
        Pulse(poolDelay: 10);

        _fleet.Exited(1, 137, null);
        _clock.Advance(_fleet.UntilNextDeadline);
        _fleet.Advance();

        Assert.Equal(2, _started.Count);
    }

    private void Pulse(double poolDelay = 0, bool isDebugged = false) =>
        _fleet.Pulse(1, new WorkerPulse(0, long.MaxValue, 0, null, 0, TimeSpan.FromSeconds(poolDelay), isDebugged));

    private FakeWorker Launch(WorkerStart start)
    {
        var worker = new FakeWorker(start);
        _started.Add(worker);
        return worker;
    }
}
