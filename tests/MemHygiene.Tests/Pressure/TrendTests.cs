namespace MemHygiene.Tests.Pressure;

public sealed class TrendTests
{
    [Fact]
    public void Growth_OfAStraightLine_IsItsSlope()
    {
        using var test = new TestMonitor();

        Grow(test, seconds: 30, perSecond: 5);

        Assert.Equal(0.005, test.Monitor.Current.GrowthPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void TimeToLimit_OfAStraightLine_IsWhenItIsReached()
    {
        using var test = new TestMonitor();

        Grow(test, seconds: 30, perSecond: 5);

        // 100 and 30 times 5 are in use; 750 are left.
        Assert.Equal(150, test.Monitor.Current.TimeToLimit!.Value.TotalSeconds, 1e-6);
    }

    [Fact]
    public void Growth_OfLessThanTenSeconds_IsUnknown()
    {
        using var test = new TestMonitor();

        Grow(test, seconds: 8, perSecond: 5);

        Assert.Null(test.Monitor.Current.GrowthPerSecond);
        Assert.Null(test.Monitor.Current.TimeToLimit);
    }

    [Fact]
    public void TimeToLimit_OfAShrinkingUse_IsNull()
    {
        using var test = new TestMonitor();
        test.Use(900);

        for (var second = 1; second <= 30; second++)
        {
            test.UseAfter(1, 900 - 10 * second);
        }

        Assert.True(test.Monitor.Current.GrowthPerSecond < 0);
        Assert.Null(test.Monitor.Current.TimeToLimit);
    }

    [Fact]
    public void TimeToLimit_OfARiseThatIsNoise_IsNull()
    {
        using var test = new TestMonitor();

        for (var second = 1; second <= 60; second++)
        {
            test.UseAfter(1, 500 + second % 2 + second / 30);
        }

        Assert.Null(test.Monitor.Current.TimeToLimit);
    }

    [Fact]
    public void Growth_AfterAnUnknownUse_StartsAnew()
    {
        using var test = new TestMonitor();
        Grow(test, seconds: 30, perSecond: 5);

        test.UseAfter(1, null);

        Assert.Null(test.Monitor.Current.GrowthPerSecond);
    }

    [Fact]
    public void Growth_AfterALongRest_ForgetsWhatIsOlderThanSixtyLooks()
    {
        using var test = new TestMonitor();
        Grow(test, seconds: 60, perSecond: 5);

        for (var second = 0; second < 60; second++)
        {
            test.UseAfter(1, 400);
        }

        Assert.Equal(0, test.Monitor.Current.GrowthPerSecond!.Value, 1e-9);
    }

    private static void Grow(TestMonitor test, int seconds, long perSecond)
    {
        for (var second = 1; second <= seconds; second++)
        {
            test.UseAfter(1, 100 + second * perSecond);
        }
    }
}
