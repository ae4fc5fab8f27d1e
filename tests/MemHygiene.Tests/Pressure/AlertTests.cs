using MemHygiene.Pressure;

namespace MemHygiene.Tests.Pressure;

public sealed class AlertTests
{
    private const long MB = 1024 * 1024;

    [Fact]
    public void Alert_AboveEightyPercent_NamesTheFiguresAndTheLargestConsumer()
    {
        using var test = new TestMonitor();
        test.Monitor.Register(new FakeConsumer("small", TrimCost.Reload, held: 10));
        test.Monitor.Register(new FakeConsumer("large", TrimCost.Reload, held: 40 * MB));

        test.Use(810);

        var alert = Assert.Single(test.Monitor.Alerts);
        Assert.Equal(MemoryAlertKind.MemoryHigh, alert.Kind);
        Assert.Contains("81 %", alert.Message, StringComparison.Ordinal);
        Assert.Contains("large with 40 MB. Nothing but trims.", alert.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Alert_JustBelowWhatRaisedIt_StaysAndKeepsItsTime()
    {
        using var test = new TestMonitor();
        test.Use(810);
        var since = test.Monitor.Alerts[0].Since;

        test.UseAfter(5, 790);

        Assert.Equal(since, Assert.Single(test.Monitor.Alerts).Since);
    }

    [Fact]
    public void Alert_WhenItsReasonIsGone_Ends()
    {
        using var test = new TestMonitor();
        test.Use(810);

        test.UseAfter(5, 700);

        Assert.Empty(test.Monitor.Alerts);
    }

    [Fact]
    public void Alert_OfAWorkerAbove500MB_SaysHowLargeItIs()
    {
        using var test = new TestMonitor { PrivateBytes = 501 * MB };

        test.Use(100);

        var alert = Assert.Single(test.Monitor.Alerts);
        Assert.Equal(MemoryAlertKind.WorkerLarge, alert.Kind);
        Assert.Contains("501 MB", alert.Message, StringComparison.Ordinal);
        Assert.Contains("500 MB", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alert_OfAWorkerOfUnknownSize_IsNotRaised()
    {
        using var test = new TestMonitor { PrivateBytes = null };

        test.Use(100);

        Assert.Empty(test.Monitor.Alerts);
    }

    [Fact]
    public void Alert_AfterFiveMinutesOfCritical_AsksForARestart()
    {
        using var test = new TestMonitor();
        test.Use(950);

        test.UseAfter(299, 950);
        var before = test.Response.Alerts.IsRestartNeeded;
        test.UseAfter(1, 950);

        Assert.False(before);
        Assert.True(test.Response.Alerts.IsRestartNeeded);
        Assert.Contains(test.Monitor.Alerts, alert => alert.Kind == MemoryAlertKind.RestartNeeded);
    }

    [Fact]
    public void Alert_OfARestart_StartsAnewWhenTheLevelFellInBetween()
    {
        using var test = new TestMonitor();
        test.Use(950);
        test.UseAfter(200, 500);
        test.UseAfter(5, 500);

        test.UseAfter(5, 950);
        test.UseAfter(200, 950);

        Assert.False(test.Response.Alerts.IsRestartNeeded);
    }

    [Fact]
    public void Alert_OfKilledProcesses_CountsThoseSinceTheStart()
    {
        using var test = new TestMonitor(oomKills: 3);
        test.Use(100);
        var atStart = test.Monitor.Alerts.Count;

        test.OomKills = 5;
        test.UseAfter(5, 100);

        Assert.Equal(0, atStart);
        Assert.Contains("killed 2 processes", Assert.Single(test.Monitor.Alerts).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alert_OfKilledProcessesThatCannotBeCounted_IsNotRaised()
    {
        using var test = new TestMonitor(oomKills: null) { OomKills = 3 };

        test.Use(100);

        Assert.Empty(test.Monitor.Alerts);
    }

    [Fact]
    public void Alert_OfSteadyGrowth_SaysWhenTheLimitIsReached()
    {
        using var test = new TestMonitor();
        for (var second = 0; second < 150; second++)
        {
            test.UseAfter(1, 500 + 2 * second);
        }

        var alert = Assert.Single(test.Monitor.Alerts, alert => alert.Kind == MemoryAlertKind.Growing);
        Assert.Contains("2 min", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alert_OfGrowthWhileTheProgramStarts_IsNotRaised()
    {
        using var test = new TestMonitor();
        for (var second = 0; second < 110; second++)
        {
            test.UseAfter(1, 500 + 2 * second);
        }

        Assert.DoesNotContain(test.Monitor.Alerts, alert => alert.Kind == MemoryAlertKind.Growing);
    }
}
