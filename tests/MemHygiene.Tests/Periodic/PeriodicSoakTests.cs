using MemHygiene.Pressure;
using MemHygiene.Testing;

namespace MemHygiene.Tests.Periodic;

[Trait("Category", "Soak")]
public sealed class PeriodicSoakTests
{
    private const int Works = 50;
    private const int Rounds = 2000;

    [Fact]
    public async Task ManyWorks_OfRandomDurations_AdvancedAndTriggeredAtOnce_NeverRunTwiceAtOnce()
    {
        var clock = new TestClock();
        var underWay = new int[Works];
        var overlaps = 0;
        var works = Enumerable.Range(0, Works).Select(index => new TestWork(
            async (_, cancellationToken) =>
            {
                if (Interlocked.Increment(ref underWay[index]) != 1)
                {
                    Interlocked.Increment(ref overlaps);
                }

                try
                {
                    // From no time at all to three and a half intervals; some are thrown out of it.
                    var seconds = Random.Shared.Next(8) * 50;
                    await Task.Delay(TimeSpan.FromSeconds(seconds), clock, cancellationToken);
                    ObjectDisposedException.ThrowIf(seconds == 50, clock);
                }
                finally
                {
                    Interlocked.Decrement(ref underWay[index]);
                }
            },
            options =>
            {
                options.Jitter = 1;
                options.RunTimeout = Timeout.InfiniteTimeSpan;
            },
            time: clock)
        { Random = index / (double)Works }).ToList();
        works.ForEach(work => work.Start());
        using var done = new CancellationTokenSource();
        var triggers = Enumerable.Range(0, 2).Select(_ => Task.Run(TriggerAsync)).ToArray();

        for (var round = 0; round < Rounds; round++)
        {
            works[round % Works].Level = (MemoryLevel)Random.Shared.Next(4);
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        await done.CancelAsync();
        await Task.WhenAll(triggers);
        await Task.WhenAll(works.Select(work => work.StopAsync()));

        Assert.Equal(0, overlaps);
        Assert.All(underWay, runs => Assert.Equal(0, runs));
        Assert.All(works, work => Assert.InRange(work.Status.Runs, 10, Rounds * 10));
        Assert.Contains(works, work => work.Status.Coalesced > 0);
        Assert.Contains(works, work => work.Status.Failures > 0);
        Assert.Equal(0, clock.ArmedTimers);
        works.ForEach(work => work.Dispose());

        async Task TriggerAsync()
        {
            while (!done.IsCancellationRequested)
            {
                await works[Random.Shared.Next(Works)].TriggerAsync(done.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }
}
