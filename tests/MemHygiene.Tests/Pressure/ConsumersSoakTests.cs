using MemHygiene.Pressure;

namespace MemHygiene.Tests.Pressure;

[Trait("Category", "Soak")]
public sealed class ConsumersSoakTests
{
    private const int Rounds = 500;

    /// <summary>Consumers come and go on many threads while rounds of trims run. Invariant: one call at a time, nobody is asked after its registration ended and a round has passed, and at the end nobody is left.</summary>
    [Fact]
    public async Task Consumers_ThatComeAndGoDuringTrims_AreAskedOneAtATimeAndForgotten()
    {
        using var test = new TestMonitor(options => options.TrimInterval = TimeSpan.FromTicks(1));
        using var barrier = new Barrier(5);
        var inside = 0;
        var overlaps = 0;
        var isOver = false;
        var comers = Enumerable.Range(0, 4).Select(number => Task.Run(() =>
        {
            barrier.SignalAndWait();
            while (!Volatile.Read(ref isOver))
            {
                using var registration = test.Monitor.Register(new FakeConsumer($"{number}")
                {
                    OnTrim = (_, _) =>
                    {
                        overlaps += Interlocked.Increment(ref inside) > 1 ? 1 : 0;
                        Interlocked.Decrement(ref inside);
                    },
                });
                Thread.Yield();
            }
        })).ToArray();

        barrier.SignalAndWait(TestContext.Current.CancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            test.UseAfter(1, 950);
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(comers);
        Assert.Equal(0, overlaps);
        Assert.Empty(test.Monitor.Consumers);
        Assert.Equal(MemoryLevel.Critical, test.Monitor.Level);
    }
}
