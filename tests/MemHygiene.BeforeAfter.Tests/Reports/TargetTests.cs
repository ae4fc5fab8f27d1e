using BeforeAfter.Reports;

namespace MemHygiene.BeforeAfter.Tests.Reports;

public sealed class TargetTests
{
    [Fact]
    public void Check_EverythingKept_AllMet()
    {
        var targets = Target.Check(new RunOptions(), SomeFigures.Before, SomeFigures.After);

        Assert.Equal(8, targets.Count);
        Assert.All(targets, target => Assert.True(target.Met, target.Promise));
    }

    [Theory]
    [InlineData("Settled memory")]
    [InlineData("Allocated bytes")]
    [InlineData("Session writes")]
    [InlineData("At most one model load")]
    [InlineData("At most 30 file reads")]
    [InlineData("At most 82 outbound sockets")]
    [InlineData("No growth")]
    [InlineData("No failed request")]
    public void Check_OnePromiseBroken_SaysWhich(string promise)
    {
        var broken = promise switch
        {
            "Settled memory" => SomeFigures.After with { SettledRssBytes = 300_000_001 },
            "Allocated bytes" => SomeFigures.After with { AllocatedBytesPerRequest = 450_001 },
            "Session writes" => SomeFigures.After with { SessionWrites = 1061 },
            "At most one model load" => SomeFigures.After with { ModelLoads = 7 },
            "At most 30 file reads" => SomeFigures.After with { FileReadsPerMinute = 30.1 },
            "At most 82 outbound sockets" => SomeFigures.After with { OutboundSocketsOpened = 83 },
            "No growth" => SomeFigures.After with { RssAfterRoundBytes = [100, 100, 100, 106, 100] },
            _ => SomeFigures.After with { FailedRequests = 1 },
        };

        var missed = Target.Check(new RunOptions(), SomeFigures.Before, broken).Where(target => target.Met != true);

        Assert.StartsWith(promise, Assert.Single(missed).Promise, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FewerThanThreeRounds_LeavesGrowthOpen()
    {
        var targets = Target.Check(new RunOptions(), SomeFigures.Before, SomeFigures.After with { RssAfterRoundBytes = [100, 200] });

        Assert.Null(Assert.Single(targets, target => target.Promise.StartsWith("No growth", StringComparison.Ordinal)).Met);
    }

    [Fact]
    public void Check_BeforeSkipped_ComparesNothingWithIt()
    {
        var targets = Target.Check(new RunOptions(), before: null, SomeFigures.After);

        Assert.DoesNotContain(targets, target => target.Promise.Contains("of before", StringComparison.Ordinal));
    }
}
