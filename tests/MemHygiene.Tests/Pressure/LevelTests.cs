using MemHygiene.Pressure;

namespace MemHygiene.Tests.Pressure;

public sealed class LevelTests
{
    [Theory]
    [InlineData(0, MemoryLevel.Good)]
    [InlineData(700, MemoryLevel.Good)]
    [InlineData(701, MemoryLevel.Acceptable)]
    [InlineData(800, MemoryLevel.Acceptable)]
    [InlineData(801, MemoryLevel.Warning)]
    [InlineData(900, MemoryLevel.Warning)]
    [InlineData(901, MemoryLevel.Critical)]
    [InlineData(2000, MemoryLevel.Critical)]
    public void Level_OfAUse_FollowsTheSharesThatAreFree(long used, MemoryLevel expected)
    {
        using var test = new TestMonitor();

        Assert.Equal(expected, test.Use(used));
    }

    [Fact]
    public void Level_OfAnUnknownUse_IsGoodAndSaysUnknown()
    {
        using var test = new TestMonitor();

        Assert.Equal(MemoryLevel.Good, test.Use(null));
        Assert.Null(test.Monitor.Current.UsedShare);
        Assert.Null(test.Monitor.Current.FreeShare);
    }

    [Fact]
    public void Level_WhereTheGarbageCollectorIsCloserToItsLimit_FollowsThat()
    {
        using var test = new TestMonitor();
        test.Sampler.Managed = 950;

        Assert.Equal(MemoryLevel.Critical, test.Use(100));
        Assert.Equal(0.95, test.Monitor.Current.UsedShare);
    }

    [Fact]
    public void Level_ThatRises_RisesAtOnce()
    {
        using var test = new TestMonitor();

        test.Use(100);

        Assert.Equal(MemoryLevel.Critical, test.Use(950));
    }

    [Fact]
    public void Level_WithLittleRoomAboveItsThreshold_Stays()
    {
        using var test = new TestMonitor();
        test.Use(950);

        test.UseAfter(10, 890);

        Assert.Equal(MemoryLevel.Critical, test.UseAfter(10, 890));
    }

    [Fact]
    public void Level_WithRoomForTheRecoveryTime_Falls()
    {
        using var test = new TestMonitor();
        test.Use(950);

        Assert.Equal(MemoryLevel.Critical, test.UseAfter(1, 500));
        Assert.Equal(MemoryLevel.Critical, test.UseAfter(1.9, 500));
        Assert.Equal(MemoryLevel.Good, test.UseAfter(0.1, 500));
    }

    [Fact]
    public void Level_WithOneBadLookWhileItRecovers_FallsNoFurtherThanThat()
    {
        using var test = new TestMonitor();
        test.Use(950);
        test.UseAfter(1, 500);

        test.UseAfter(1, 850);

        Assert.Equal(MemoryLevel.Warning, test.UseAfter(1, 500));
    }

    [Fact]
    public void Level_ThatGoesBackUpWhileItRecovers_StartsAnew()
    {
        using var test = new TestMonitor();
        test.Use(950);
        test.UseAfter(1, 500);
        test.UseAfter(1, 950);

        Assert.Equal(MemoryLevel.Critical, test.UseAfter(1.5, 500));
        Assert.Equal(MemoryLevel.Good, test.UseAfter(2, 500));
    }

    [Fact]
    public void Look_ThatFails_KeepsTheLastReading()
    {
        using var test = new TestMonitor();
        test.Use(850);
        test.Sampler.Failure = new IOException("no such file");

        Assert.Equal(MemoryLevel.Warning, test.UseAfter(10, 100));
        Assert.Equal(850, test.Monitor.Current.UsedBytes);
    }

    [Fact]
    public void OnLevelChanged_OfAChange_IsToldOnce()
    {
        using var test = new TestMonitor();
        var told = new List<MemoryLevel>();
        using var registration = test.Monitor.OnLevelChanged(told.Add);

        test.Use(750);
        test.Use(760);
        test.Use(950);

        Assert.Equal([MemoryLevel.Acceptable, MemoryLevel.Critical], told);
    }

    [Fact]
    public void OnLevelChanged_AfterItsRegistrationIsDisposed_IsToldNoMore()
    {
        using var test = new TestMonitor();
        var told = new List<MemoryLevel>();
        test.Monitor.OnLevelChanged(told.Add).Dispose();

        test.Use(950);

        Assert.Empty(told);
    }

    [Fact]
    public void OnLevelChanged_OfCallbacksThatThrowAndHang_DoesNotStopTheOthers()
    {
        using var test = new TestMonitor(options => options.TrimTimeout = TimeSpan.FromMilliseconds(50));
        using var gate = new ManualResetEventSlim();
        var told = new List<MemoryLevel>();
        test.Monitor.OnLevelChanged(_ => throw new InvalidOperationException("thrown on purpose"));
        test.Monitor.OnLevelChanged(_ => gate.Wait(TestContext.Current.CancellationToken));
        test.Monitor.OnLevelChanged(told.Add);

        test.Use(750);
        test.Use(850);
        gate.Set();

        Assert.Equal([MemoryLevel.Acceptable, MemoryLevel.Warning], told);
    }

    [Fact]
    public void History_OfManyLooks_KeepsTheHighestOfEachSecond()
    {
        using var test = new TestMonitor();

        test.UseAfter(1, 200);
        test.UseAfter(0.3, 400);
        test.UseAfter(0.3, 300);
        test.UseAfter(1, 500);

        Assert.Equal([0.1, 0.4, 0.5], test.Monitor.History.Select(point => point.UsedShare!.Value));
    }

    [Fact]
    public void History_OfMoreThanFiveMinutes_DropsTheOldest()
    {
        using var test = new TestMonitor();
        for (var second = 0; second < 400; second++)
        {
            test.UseAfter(1, second);
        }

        Assert.Equal(300, test.Monitor.History.Count);
        Assert.Equal(0.399, test.Monitor.History[^1].UsedShare);
    }
}
