using System.Text.Json;
using MemHygiene.Pressure;
using MemHygiene.Tests.Pressure;
using MemHygiene.Tests.Readings;

namespace MemHygiene.Tests.Reports;

public sealed class MemoryReporterTests
{
    [Fact]
    public void Read_OfARealProcess_KnowsItsMemory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The private memory is read from /proc.");
        using var test = new TestReporter();

        var report = test.Reporter.Read();

        Assert.Equal(Environment.ProcessId, report.ProcessId);
        Assert.InRange(report.Process!.PrivateBytes!.Value, 1, report.Process.ResidentBytes!.Value);
        Assert.Equal(report.Process.ResidentBytes, report.Process.Parts.Sum(part => part.Bytes));
        Assert.Equal((Environment.ProcessId, true), (Assert.Single(report.Workers).ProcessId, report.Workers[0].IsThis));
        Assert.Empty(report.Unread);
    }

    [Fact]
    public void Read_OfAMachineThatTellsNothing_IsUnknown()
    {
        using var test = new TestReporter(new TestFiles());
        test.Test.Use(null);

        var json = JsonDocument.Parse(test.Reporter.Read().ToJson()).RootElement;

        Assert.Equal(JsonValueKind.Null, json.GetProperty("reading").GetProperty("usedBytes").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("container").ValueKind);
        Assert.Empty(json.GetProperty("unread").EnumerateArray());
    }

    [Fact]
    public void Read_TwiceInASecond_IsOneReport()
    {
        using var test = new TestReporter();
        var first = test.Reporter.Read();

        test.Test.Clock.Advance(TimeSpan.FromSeconds(0.9));
        var second = test.Reporter.Read();
        test.Test.Clock.Advance(TimeSpan.FromSeconds(0.1));
        var third = test.Reporter.Read();

        Assert.Same(first, second);
        Assert.NotSame(first, third);
    }

    [Fact]
    public void Read_WithAPartThatThrows_HasTheOthersAndSaysSo()
    {
        using var test = new TestReporter(plan: () => throw new InvalidOperationException("no plan today"));

        var report = test.Reporter.Read();

        Assert.Equal("plan: InvalidOperationException: no plan today", Assert.Single(report.Unread));
        Assert.NotNull(report.Process);
    }

    [Fact]
    public void ToJson_HasStableNamesAndNumbers()
    {
        using var test = new TestReporter();
        using var registration = test.Test.Monitor.Register(new FakeConsumer("Cache", TrimCost.Refill, held: 100));
        test.Test.Use(950);

        var json = JsonDocument.Parse(test.Reporter.Read().ToJson()).RootElement;

        Assert.Equal("Critical", json.GetProperty("level").GetString());
        Assert.Equal((950, 1000), (json.GetProperty("reading").GetProperty("usedBytes").GetInt64(), json.GetProperty("reading").GetProperty("limitBytes").GetInt64()));
        Assert.Equal(0.1, json.GetProperty("bands").GetProperty("criticalBelow").GetDouble());
        var consumer = Assert.Single(json.GetProperty("consumers").EnumerateArray());
        Assert.Equal(("Cache", 100L), (consumer.GetProperty("name").GetString(), consumer.GetProperty("releasedBytes").GetInt64()));
        Assert.Equal("MemoryHigh", json.GetProperty("alerts")[0].GetProperty("kind").GetString());
    }
}
