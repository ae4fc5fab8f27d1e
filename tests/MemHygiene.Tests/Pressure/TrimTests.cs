using MemHygiene.Pressure;

namespace MemHygiene.Tests.Pressure;

public sealed class TrimTests
{
    [Theory]
    [InlineData(100, "")]
    [InlineData(750, "buffers")]
    [InlineData(850, "buffers cache")]
    [InlineData(950, "buffers cache model")]
    public void Trim_AtALevel_AsksThoseThatItMayCost(long used, string expected)
    {
        using var test = new TestMonitor();
        var consumers = new[] { new FakeConsumer("model", TrimCost.Reload), new FakeConsumer("cache", TrimCost.Refill), new FakeConsumer("buffers") };
        Array.ForEach(consumers, consumer => test.Monitor.Register(consumer));

        test.Use(used);

        Assert.Equal(expected, string.Join(' ', consumers.Reverse().Where(consumer => consumer.Trims.Count > 0).Select(consumer => consumer.Name)));
    }

    [Fact]
    public void Trim_OfManyConsumers_AsksTheCheapestFirstAndThenTheLargest()
    {
        using var test = new TestMonitor();
        var asked = new List<string>();
        FakeConsumer[] consumers = [new("model", TrimCost.Reload), new("small cache", TrimCost.Refill, 10), new("large cache", TrimCost.Refill, 500), new("unknown cache", TrimCost.Refill, null), new("buffers")];
        foreach (var consumer in consumers)
        {
            consumer.OnTrim = (_, _) => asked.Add(consumer.Name);
            test.Monitor.Register(consumer);
        }

        test.Use(950);

        Assert.Equal(["buffers", "large cache", "small cache", "unknown cache", "model"], asked);
    }

    [Fact]
    public void Trim_WhileTheLevelLasts_IsRepeatedAtTheInterval()
    {
        using var test = new TestMonitor();
        var consumer = new FakeConsumer("buffers");
        test.Monitor.Register(consumer);

        test.Use(950);
        test.UseAfter(1, 950);
        test.UseAfter(1, 950);

        Assert.Equal(2, consumer.Trims.Count);
    }

    [Fact]
    public void Trim_WhenTheLevelRises_ComesAtOnce()
    {
        using var test = new TestMonitor();
        var consumer = new FakeConsumer("buffers");
        test.Monitor.Register(consumer);

        test.Use(750);
        test.Use(950);

        Assert.Equal([MemoryLevel.Acceptable, MemoryLevel.Critical], consumer.Trims);
    }

    [Fact]
    public void Trim_OfAConsumer_SaysWhatItGaveBack()
    {
        using var test = new TestMonitor();
        test.Monitor.Register(new FakeConsumer("buffers", held: 300));

        test.Use(750);

        var status = test.Status("buffers");
        Assert.Equal(TrimOutcome.Trimmed, status.LastTrim!.Outcome);
        Assert.Equal(300, status.LastTrim.ReleasedBytes);
        Assert.Equal(300, status.ReleasedBytes);
        Assert.Equal(0, status.Usage.HeldBytes);
    }

    [Fact]
    public void Trim_OfAConsumerThatThrows_GoesOnWithTheNextAndSaysSo()
    {
        using var test = new TestMonitor();
        var next = new FakeConsumer("next", TrimCost.Refill);
        test.Monitor.Register(new FakeConsumer("broken") { OnTrim = (_, _) => throw new InvalidOperationException("thrown on purpose") });
        test.Monitor.Register(next);

        test.Use(950);

        Assert.Single(next.Trims);
        Assert.Equal(TrimOutcome.Failed, test.Status("broken").LastTrim!.Outcome);
        Assert.Contains("thrown on purpose", test.Status("broken").Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Trim_OfAConsumerThatCannotSayWhatItHolds_GoesOnWithTheNext()
    {
        using var test = new TestMonitor();
        var next = new FakeConsumer("next", TrimCost.Refill);
        test.Monitor.Register(new FakeConsumer("broken") { OnUsage = () => throw new InvalidOperationException("thrown on purpose") });
        test.Monitor.Register(next);

        test.Use(950);

        Assert.Single(next.Trims);
        Assert.Null(test.Monitor.Consumers[0].Usage.HeldBytes);
    }

    [Theory]
    [InlineData(750, 0)]
    [InlineData(850, 1)]
    public void Trim_OfAConsumerThatCannotSayWhatItHolds_AsksItAllTheSameFromItsLevelOn(long used, int trims)
    {
        using var test = new TestMonitor();
        var broken = new FakeConsumer("broken", TrimCost.Refill) { OnUsage = () => throw new InvalidOperationException("thrown on purpose") };
        test.Monitor.Register(broken);

        test.Use(used);

        Assert.Equal(trims, broken.Trims.Count);
        Assert.Contains("thrown on purpose", test.Status("broken").Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Trim_OfAConsumerThatHangs_GoesOnWithTheNextAndLeavesItAloneUntilItReturns()
    {
        using var test = new TestMonitor(options => options.TrimTimeout = TimeSpan.FromMilliseconds(100));
        using var gate = new ManualResetEventSlim();
        using var returned = new ManualResetEventSlim();
        var next = new FakeConsumer("next", TrimCost.Refill);
        var hanging = new FakeConsumer("hanging")
        {
            OnTrim = (_, _) =>
            {
                gate.Wait(TestContext.Current.CancellationToken);
                returned.Set();
            },
        };
        test.Monitor.Register(hanging);
        test.Monitor.Register(next);

        test.Use(950);
        test.UseAfter(10, 950);

        Assert.Equal(2, next.Trims.Count);
        Assert.Single(hanging.Trims);
        Assert.Equal(TrimOutcome.TimedOut, test.Status("hanging").LastTrim!.Outcome);
        Assert.NotNull(test.Status("hanging").Trouble);

        gate.Set();
        returned.Wait(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Trim_OfAConsumerThatHangs_CancelsItsToken()
    {
        using var test = new TestMonitor(options => options.TrimTimeout = TimeSpan.FromMilliseconds(100));
        using var cancelled = new ManualResetEventSlim();
        test.Monitor.Register(new FakeConsumer("hanging")
        {
            OnTrim = (_, token) =>
            {
                token.WaitHandle.WaitOne();
                cancelled.Set();
            },
        });

        test.Use(950);

        Assert.True(cancelled.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Usage_ThatCannotBe_IsUnknownAndSaidToBe(long held)
    {
        using var test = new TestMonitor();
        test.Monitor.Register(new FakeConsumer("liar") { OnUsage = () => new MemoryUsage(held, held, held) });
        var honest = new FakeConsumer("honest", TrimCost.Refill);
        test.Monitor.Register(honest);

        test.Use(950);

        Assert.Equal(default, test.Status("liar").Usage);
        Assert.NotNull(test.Status("liar").Trouble);
        Assert.Single(honest.Trims);
    }

    [Fact]
    public void Usage_WithMoreToReleaseThanIsHeld_IsCutToWhatIsHeld()
    {
        using var test = new TestMonitor();
        test.Monitor.Register(new FakeConsumer("liar") { OnUsage = () => new MemoryUsage(100, 5000) });

        test.Use(100);

        Assert.Equal(new MemoryUsage(100, 100), test.Status("liar").Usage);
    }

    [Fact]
    public void Trim_OfAConsumerThatGivesNothing_IsAskedAgainAndStopsNobody()
    {
        using var test = new TestMonitor();
        var next = new FakeConsumer("next", TrimCost.Refill);
        test.Monitor.Register(new FakeConsumer("miser") { OnTrim = (_, _) => { } });
        test.Monitor.Register(next);

        test.Use(950);
        test.UseAfter(3, 950);

        Assert.Equal(0, test.Status("miser").ReleasedBytes);
        Assert.Equal(2, next.Trims.Count);
    }

    [Fact]
    public void Register_OfTheSameConsumerTwice_Throws()
    {
        using var test = new TestMonitor();
        var consumer = new FakeConsumer("buffers");
        test.Monitor.Register(consumer);

        Assert.Throws<ArgumentException>(() => test.Monitor.Register(consumer));
    }

    [Fact]
    public void Register_AfterItIsDisposed_IsAskedNoMore()
    {
        using var test = new TestMonitor();
        var consumer = new FakeConsumer("buffers");
        test.Monitor.Register(consumer).Dispose();

        test.Use(950);

        Assert.Empty(consumer.Trims);
        Assert.Empty(test.Monitor.Consumers);
    }
}
