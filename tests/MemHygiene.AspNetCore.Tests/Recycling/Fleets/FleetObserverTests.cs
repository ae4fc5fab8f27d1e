using System.Threading.Channels;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.AspNetCore.Tests.Recycling.Fleets;

/// <summary>What an observer of the fleet gets to see, and when.</summary>
public sealed class FleetObserverTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly TestClock _clock = new();
    private readonly SupervisorOptions _options = new() { Workers = 2, HangTimeout = TimeSpan.FromDays(1) };
    private readonly Fleet _fleet;

    public FleetObserverTests() => _fleet = new Fleet(_options, _clock, start => new FakeWorker(start), NullLogger.Instance);

    [Fact]
    public void Progress_WhileAllAreReplaced_IsRestartingUntilTheLastOldOneDrains()
    {
        _fleet.Advance();
        Ready(1);
        Ready(2);
        var before = _fleet.Progress;

        _fleet.RestartAll();
        var begun = _fleet.Progress;
        Ready(3);
        var half = _fleet.Progress;
        Ready(4);

        Assert.Equal(new FleetProgress(Serving: 2, Wanted: 2, Draining: 0, Restarts: 0, IsRestarting: false, IsStopping: false), before);
        Assert.Equal(before with { Restarts = 1, IsRestarting = true }, begun);
        Assert.Equal(begun with { Draining = 1 }, half);
        Assert.Equal(begun with { Draining = 2, IsRestarting = false }, _fleet.Progress);
    }

    [Fact]
    public void Progress_AfterScaling_WantsTheNewNumber()
    {
        _fleet.Advance();

        _fleet.Scale(_ => 3);

        Assert.Equal(3, _fleet.Progress.Wanted);
    }

    [Fact]
    public async Task RunAsync_NothingHappens_LooksWhenTheObserverWantsTo()
    {
        var observer = new CountingObserver();
        var loop = new SupervisorLoop(_clock);
        var running = loop.RunAsync(_fleet, observer);
        await observer.LookedAsync(_cancellation);

        _clock.Advance(observer.UntilNextLook);
        await observer.LookedAsync(_cancellation);
        loop.Post(fleet => fleet.Stop());
        loop.Post(fleet => fleet.Exited(1, 0, null));
        await running.WaitAsync(_cancellation);

        Assert.True(observer.Last.IsStopping);
    }

    private void Ready(int number)
    {
        _fleet.Ready(number);
        _fleet.Serving(number);
    }

    private sealed class CountingObserver : IFleetObserver
    {
        private readonly Channel<FleetProgress> _looks = Channel.CreateUnbounded<FleetProgress>();

        public TimeSpan UntilNextLook => TimeSpan.FromSeconds(15);

        public FleetProgress Last { get; private set; }

        public void Look(FleetProgress progress)
        {
            Last = progress;
            _looks.Writer.TryWrite(progress);
        }

        public async Task LookedAsync(CancellationToken cancellationToken) => await _looks.Reader.ReadAsync(cancellationToken);
    }
}
