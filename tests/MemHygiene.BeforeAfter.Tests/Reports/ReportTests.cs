using BeforeAfter.Reports;
using MemHygiene.Testing;

namespace MemHygiene.BeforeAfter.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void ToJson_BothApps_HasTheFieldsThatOthersRead()
    {
        var report = new Report("2 cores", SomeFigures.Before, SomeFigures.After);

        Snapshot.Match(report.ToJson());
    }

    [Fact]
    public void ToJson_BeforeSkipped_SaysNull()
    {
        var report = new Report("2 cores", Before: null, SomeFigures.After);

        Assert.Contains("\"before\": null", report.ToJson(), StringComparison.Ordinal);
    }
}
