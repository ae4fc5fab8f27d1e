using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.AspNetCore.Tests.Recycling.Fleets;

public sealed class FleetTests
{
    private readonly TestClock _clock = new();
    private readonly List<FakeWorker> _started = [];
    private readonly SupervisorOptions _options = new() { Workers = 2, MinWorkerLifetime = TimeSpan.Zero, HangTimeout = TimeSpan.FromDays(1) };
    private readonly Fleet _fleet;
    private Exception? _launchFailure;

    public FleetTests() => _fleet = new Fleet(_options, _clock, Launch, NullLogger.Instance);

    [Fact]
    public void Advance_AtFirst_StartsOneWorkerAtATime()
    {
        _fleet.Advance();
        _fleet.Advance();
        var before = _started.Count;

        Ready(1);

        Assert.Equal((1, 2), (before, _started.Count));
    }

    [Fact]
    public void Exhausted_HasAReplacement_DrainsOnlyWhenThatIsReady()
    {
        ServeWithTwo();

        _fleet.Exhausted(1, 1000);
        var drainedEarly = _started[0].Draining;
        Ready(3);

        Assert.False(drainedEarly);
        Assert.Equal([true, false, false], _started.Select(worker => worker.Draining));
    }

    [Fact]
    public void Exhausted_BeforeTheMinimumLifetime_HasItsReplacementStandByAtItsEnd()
    {
        _options.MinWorkerLifetime = TimeSpan.FromSeconds(60);
        ServeWithTwo();

        _fleet.Exhausted(1, 1000);
        var startedEarly = _started.Count;
        _clock.Advance(_fleet.UntilNextDeadline);
        _fleet.Advance();
        var startedAt = _clock.GetUtcNow();
        Ready(3);
        var drainedEarly = _started[0].Draining;
        _clock.Advance(_fleet.UntilNextDeadline);
        _fleet.Advance();
        Ready(3);

        Assert.Equal((2, 3, false, true), (startedEarly, _started.Count, drainedEarly, _started[0].Draining));
        Assert.Equal((59, 60), (Seconds(startedAt), Seconds(_clock.GetUtcNow())));

        static double Seconds(DateTimeOffset time) => (time - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;
    }

    [Fact]
    public void Exhausted_AllAtOnce_ReplacesOneAfterTheOther()
    {
        ServeWithTwo();

        _fleet.Exhausted(1, 1000);
        _fleet.Exhausted(2, 1000);
        var startedAtOnce = _started.Count;
        Ready(3);

        Assert.Equal((3, 4), (startedAtOnce, _started.Count));
        Assert.Equal([true, false, false, false], _started.Select(worker => worker.Draining));
    }

    [Fact]
    public void Exhausted_WhileAsManyDrainAsServe_WaitsUntilOneHasLeft()
    {
        ServeWithTwo();
        Replace(1, by: 3);
        Replace(2, by: 4);

        _fleet.Exhausted(3, 1000);
        var startedBefore = _started.Count;
        _fleet.Exited(1, 0, null);

        Assert.Equal((4, 5), (startedBefore, _started.Count));
    }

    [Fact]
    public void Exited_WhileServing_StartsAnotherAtOnce()
    {
        ServeWithTwo();
        _clock.Advance(TimeSpan.FromMinutes(1));

        _fleet.Exited(1, 137, null);

        Assert.Equal(3, _started.Count);
    }

    [Fact]
    public void Exited_WhileServingAndAllDrainingPlacesAreTaken_StartsAnotherAllTheSame()
    {
        ServeWithTwo();
        Replace(1, by: 3);
        Replace(2, by: 4);
        _clock.Advance(TimeSpan.FromSeconds(2));

        _fleet.Exited(3, 137, null);

        Assert.Equal(5, _started.Count);
    }

    [Fact]
    public void Exited_BeforeItWasReady_WaitsTwiceAsLongEachTime()
    {
        ServeWithTwo();
        _fleet.Exhausted(1, 1000);
        var waits = new List<double>();

        for (var number = 3; number <= 6; number++)
        {
            _fleet.Exited(number, 134, "System.IO.IOException: no");
            waits.Add(_fleet.UntilNextDeadline.TotalMilliseconds);
            _clock.Advance(_fleet.UntilNextDeadline);
            _fleet.Advance();
        }

        Assert.Equal([100, 200, 400, 800], waits);
        Assert.DoesNotContain(_started, worker => worker.Draining);
    }

    [Fact]
    public void Exited_FiveTimesBeforeAnyWasReady_GivesUpWithExitCode3()
    {
        _fleet.Advance();

        for (var number = 1; number <= 5; number++)
        {
            _fleet.Exited(number, 134, null);
            _clock.Advance(TimeSpan.FromSeconds(10));
            _fleet.Advance();
        }

        Assert.Equal((true, 3, 5), (_fleet.Finished, _fleet.ExitCode, _started.Count));
    }

    [Fact]
    public void Exited_WithCode0BeforeAnyWasReady_IsAProgramThatIsDone()
    {
        _fleet.Advance();

        _fleet.Exited(1, 0, null);

        Assert.Equal((true, 0, 1), (_fleet.Finished, _fleet.ExitCode, _started.Count));
    }

    [Fact]
    public void Advance_ProgramCannotBeStarted_TriesAgainAndGivesUp()
    {
        _launchFailure = new InvalidOperationException("gone");

        for (var attempt = 0; attempt < 5; attempt++)
        {
            _fleet.Advance();
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal((true, 3), (_fleet.Finished, _fleet.ExitCode));
    }

    [Fact]
    public void RestartAll_ReplacesEveryWorkerInTurn()
    {
        ServeWithTwo();

        _fleet.RestartAll();
        Ready(3);
        Ready(4);

        Assert.Equal([true, true, false, false], _started.Select(worker => worker.Draining));
    }

    [Fact]
    public void Retire_OfOneWorker_ReplacesItWhateverItsAge()
    {
        _options.MinWorkerLifetime = TimeSpan.FromHours(1);
        ServeWithTwo();

        _fleet.Retire(2);
        Ready(3);

        Assert.Equal([false, true, false], _started.Select(worker => worker.Draining));
    }

    [Fact]
    public void Advance_StartTakesTooLong_KillsTheWorker()
    {
        _fleet.Advance();

        _clock.Advance(_options.StartTimeout);
        _fleet.Advance();

        Assert.True(_started[0].Killed);
    }

    [Fact]
    public void Advance_DrainTakesTooLong_KillsTheWorker()
    {
        ServeWithTwo();
        Replace(1, by: 3);

        _clock.Advance(_options.GracefulTimeout + TimeSpan.FromSeconds(5));
        _fleet.Advance();

        Assert.Equal([true, false, false], _started.Select(worker => worker.Killed));
    }

    [Fact]
    public void Stop_DrainsEveryWorker_AndFinishesWhenAllHaveLeft()
    {
        ServeWithTwo();

        _fleet.Stop();
        _fleet.Exited(1, 0, null);
        var finishedEarly = _fleet.Finished;
        _fleet.Exited(2, 0, null);

        Assert.All(_started, worker => Assert.True(worker.Draining));
        Assert.Equal((false, true, 0, 2), (finishedEarly, _fleet.Finished, _fleet.ExitCode, _started.Count));
    }

    private void ServeWithTwo()
    {
        _fleet.Advance();
        Ready(1);
        Ready(2);
    }

    private void Replace(int number, int by)
    {
        _fleet.Exhausted(number, 1000);
        Ready(by);
    }

    /// <summary>It is ready, and says that it serves if it was told to.</summary>
    private void Ready(int number)
    {
        _fleet.Ready(number);
        _fleet.Serving(number);
    }

    private FakeWorker Launch(WorkerStart start)
    {
        if (_launchFailure is not null)
        {
            throw _launchFailure;
        }

        var worker = new FakeWorker(start);
        _started.Add(worker);
        return worker;
    }
}
