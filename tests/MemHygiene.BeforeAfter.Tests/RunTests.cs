using System.Text.Json;
using MemHygiene.Testing;

namespace MemHygiene.BeforeAfter.Tests;

public sealed class RunTests(FinishedRun run) : IClassFixture<FinishedRun>
{
    [Fact]
    public void Warnings_OfBefore_StandWhereTheMistakesAre()
    {
        var warnings = run.Output.Split('\n').Where(line => line.TrimStart().StartsWith("MH", StringComparison.Ordinal)).Select(line => line.Trim());

        Snapshot.Match(string.Join('\n', warnings));
    }

    [Fact]
    public void Fixes_AppliedToBefore_GiveAfterWithoutItsHandLines()
    {
        Assert.Contains("The fixed copy is After, line for line", run.Output, StringComparison.Ordinal);
        Assert.True(run.Succeeded, run.Output);
    }

    [Fact]
    public void HandLines_OfAfter_AreAtMostFive()
    {
        var lines = run.Output.Split('\n').Count(line => line.Contains("by hand in After:", StringComparison.Ordinal));

        Assert.InRange(lines, 1, 5);
    }

    [Fact]
    public void Report_OfBefore_ShowsWhatEachRequestCost()
    {
        var before = run.Report.GetProperty("before");

        Assert.Equal(80, Number(before, "requests"));
        Assert.Equal(0, Number(before, "failedRequests"));
        Assert.Equal(1, Number(before, "processes"));
        Assert.True(Number(before, "modelLoads") > 5);
        Assert.True(Number(before, "sessionWrites") > 160);
        Assert.True(Number(before, "outboundSocketsOpened") > 10);
        Assert.Equal(2, before.GetProperty("rssAfterRoundBytes").GetArrayLength());
    }

    [Fact]
    public void Report_OfAfter_ShowsOneLoadAndNoFailure()
    {
        var after = run.Report.GetProperty("after");

        Assert.Equal(80, Number(after, "requests"));
        Assert.Equal(0, Number(after, "failedRequests"));
        Assert.Equal(Number(after, "processes"), Number(after, "modelLoads"));
        Assert.True(Number(after, "sessionWrites") < 60);
        Assert.True(Number(after, "allocatedBytesPerRequest") < Number(run.Report.GetProperty("before"), "allocatedBytesPerRequest") / 4);
    }

    [Fact]
    public void Report_StartsWithItsBrace()
    {
        // No byte order mark: parsers of other languages refuse it.
        Assert.Equal((byte)'{', run.ReportBytes[0]);
    }

    [Fact]
    public void Page_NeedsNothingFromElsewhere()
    {
        Assert.Equal(3, run.Page.Split("<svg").Length - 1);
        Assert.Contains("prefers-color-scheme: dark", run.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", run.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", run.Page, StringComparison.Ordinal);
    }

    private static double Number(JsonElement figures, string field) => figures.GetProperty(field).GetDouble();
}
