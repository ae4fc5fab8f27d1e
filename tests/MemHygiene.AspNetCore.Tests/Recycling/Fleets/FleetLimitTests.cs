using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.AspNetCore.Tests.Recycling.Fleets;

/// <summary>What else than requests makes a worker due: memory, growth, age, the time of day; and spares.</summary>
public sealed class FleetLimitTests
{
    private const long Megabyte = 1024 * 1024;

    private readonly TestClock _clock = new();
    private readonly List<FakeWorker> _started = [];
    private readonly SupervisorOptions _options = new() { Workers = 1, MinWorkerLifetime = TimeSpan.Zero, AgeJitter = TimeSpan.Zero };

    [Theory]
    [InlineData(199, 1)]
    [InlineData(200, 2)]
    public void Pulse_WithPrivateMemory_AsksForAReplacementAtTheLimit(long megabytes, int started)
    {
        _options.MaxWorkerMemory = 200 * Megabyte;
        var fleet = Serve();

        fleet.Pulse(1, Pulse(privateBytes: megabytes * Megabyte));

        Assert.Equal(started, _started.Count);
    }

    [Theory]
    [InlineData(49, 1)]
    [InlineData(50, 2)]
    public void Pulse_WithManagedHeap_AsksForAReplacementAtTheLimit(long megabytes, int started)
    {
        _options.MaxWorkerHeap = 50 * Megabyte;
        var fleet = Serve();

        fleet.Pulse(1, Pulse(heapBytes: megabytes * Megabyte));

        Assert.Equal(started, _started.Count);
    }

    [Fact]
    public void Pulse_OfAWorkerThatGrowsTowardsItsLimit_StartsTheReplacementBeforeAndSwitchesBefore()
    {
        _options.MaxWorkerMemory = 200 * Megabyte;
        var fleet = Serve();
        var bytes = 100 * Megabyte;

        while (!_started[0].Draining && bytes < 300 * Megabyte)
        {
            Later(0.25);
            bytes += 5 * Megabyte;
            fleet.Pulse(1, Pulse(privateBytes: bytes));
            MakeReady(fleet);
        }

        // At 20 MB a second, one second before the limit.
        Assert.InRange(bytes, 175 * Megabyte, 185 * Megabyte);
    }

    [Fact]
    public void Pulse_OfAWorkerThatHoldsItsMemory_AsksForNothing()
    {
        _options.MaxWorkerMemory = 200 * Megabyte;
        var fleet = Serve();

        for (var i = 0; i < 100; i++)
        {
            Later(0.25);
            fleet.Pulse(1, Pulse(privateBytes: (190 + (i % 2)) * Megabyte));
        }

        Assert.Single(_started);
    }

    [Fact]
    public void Memory_BeforeTheMinimumLifetime_WaitsForItsEnd()
    {
        _options.MaxWorkerMemory = 200 * Megabyte;
        _options.MinWorkerLifetime = TimeSpan.FromSeconds(60);
        var fleet = Serve();

        fleet.Pulse(1, Pulse(privateBytes: 250 * Megabyte));
        var before = _started.Count;
        Later(60);
        fleet.Advance();

        Assert.Equal((1, 2), (before, _started.Count));
    }

    [Fact]
    public void Age_OfAWorker_IsReachedWithTheReplacementReady()
    {
        _options.MaxWorkerAge = TimeSpan.FromHours(1);
        _options.HangTimeout = TimeSpan.FromDays(1);
        var fleet = Serve();

        Later(3599);
        fleet.Advance();
        fleet.Ready(2);
        var early = (_started.Count, _started[0].Draining, _started[1].Serves);
        Later(1);
        fleet.Advance();
        fleet.Serving(2);

        Assert.Equal((2, false, false), early);
        Assert.True(_started[0].Draining);
    }

    [Fact]
    public void RecycleAt_ATimeOfDay_ReplacesThen()
    {
        // The clock starts at midnight, 1 January 2026, UTC.
        _options.RecycleAt.Add(new RecycleTime(new TimeOnly(3, 30)));
        _options.HangTimeout = TimeSpan.FromDays(1);
        var fleet = Serve();

        Later((3.5 * 3600) - 2);
        fleet.Advance();
        var before = _started.Count;
        Later(2);
        fleet.Advance();
        MakeReady(fleet);

        Assert.Equal(1, before);
        Assert.True(_started[0].Draining);
    }

    [Fact]
    public void Requests_AtAPaceThatWillReachTheLimit_HaveASpareStandBy()
    {
        var fleet = Serve();

        for (var requests = 0; requests <= 900; requests += 50)
        {
            Later(0.25);
            fleet.Pulse(1, Pulse(requests: requests, limit: 1000));
        }

        // 200 requests a second, 100 left: half a second, and a start takes up to one.
        fleet.Ready(2);
        var standsBy = (_started.Count, _started[1].Serves);
        fleet.Exhausted(1, 1000);

        Assert.Equal((2, false), standsBy);
        Assert.True(_started[1].Serves);
    }

    [Fact]
    public void KeepSpare_AWorkerDies_TheSpareServesAtOnceAndAnotherStandsBy()
    {
        _options.KeepSpare = true;
        var fleet = Serve();
        fleet.Ready(2);
        Later(5);
        fleet.Pulse(1, Pulse());

        fleet.Exited(1, 137, null);

        Assert.True(_started[1].Serves);
        Assert.Equal(3, _started.Count);
    }

    [Fact]
    public void KeepSpare_AnIdleFleet_HasExactlyOne()
    {
        _options.KeepSpare = true;
        var fleet = Serve();

        fleet.Ready(2);
        fleet.Advance();

        Assert.Equal(2, _started.Count);
        Assert.False(_started[1].Serves);
    }

    [Fact]
    public void Replacement_IsNotLetServe_TheOldOneServesOn()
    {
        var fleet = Serve();
        fleet.Exhausted(1, 1000);

        fleet.Ready(2);
        var before = _started[0].Draining;
        fleet.Serving(2);

        Assert.False(before);
        Assert.True(_started[0].Draining);
    }

    [Fact]
    public void MaxReplacementsAtOnce_OfTwo_StartsTwo()
    {
        _options.Workers = 4;
        _options.MaxReplacementsAtOnce = 2;
        var fleet = new Fleet(_options, _clock, Launch, NullLogger.Instance);
        fleet.Advance();
        var atFirst = _started.Count;
        MakeReady(fleet);
        MakeReady(fleet);

        fleet.RestartAll();

        Assert.Equal((2, 6), (atFirst, _started.Count));
    }

    [Fact]
    public void RestartAll_WithASpare_ReplacesTheSpareToo()
    {
        _options.KeepSpare = true;
        var fleet = Serve();
        fleet.Ready(2);

        fleet.RestartAll();

        Assert.True(_started[1].Draining);
        Assert.Equal(3, _started.Count);
    }

    [Fact]
    public void Scale_UpAndDown_StartsAndDrains()
    {
        var fleet = Serve();

        fleet.Scale(workers => workers + 1);
        MakeReady(fleet);
        var up = _started.Count;
        fleet.Scale(workers => workers - 1);
        fleet.Scale(workers => workers - 1);

        Assert.Equal(2, up);
        Assert.Equal([true, false], _started.Select(worker => worker.Draining));
    }

    [Fact]
    public void Status_OfAServingWorker_SaysHowItIs()
    {
        var fleet = Serve();
        Later(90);
        fleet.Pulse(1, Pulse(requests: 40, limit: 1010, privateBytes: 30 * Megabyte, heapBytes: 5 * Megabyte));

        var status = fleet.Status();

        Assert.Equal((1, 1, 0, 0, 30 * Megabyte), (status.Workers, status.Started, status.Left, status.Died, status.MeasuredWorkerBytes));
        Assert.EndsWith(
            "1 workers wanted, 1 started, 0 left, 0 died; a worker takes 30.0 MB at most\n"
            + "worker 1 (pid 10001) serving, 00:01:30 old: 40 of 1010 requests, 3 connections, 30.0 MB, 5.0 MB of it managed",
            status.ToString());
    }

    private static WorkerPulse Pulse(long requests = 0, long limit = long.MaxValue, long? privateBytes = null, long heapBytes = 0) =>
        new(requests, limit, 3, privateBytes, heapBytes, TimeSpan.Zero, IsDebugged: false);

    private Fleet Serve()
    {
        var fleet = new Fleet(_options, _clock, Launch, NullLogger.Instance);
        fleet.Advance();
        MakeReady(fleet);
        return fleet;
    }

    /// <summary>All that start or were told to serve do.</summary>
    private void MakeReady(Fleet fleet)
    {
        foreach (var worker in _started.ToArray())
        {
            fleet.Ready(worker.Number);
            fleet.Serving(worker.Number);
        }
    }

    private void Later(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private FakeWorker Launch(WorkerStart start)
    {
        var worker = new FakeWorker(start);
        _started.Add(worker);
        return worker;
    }
}
