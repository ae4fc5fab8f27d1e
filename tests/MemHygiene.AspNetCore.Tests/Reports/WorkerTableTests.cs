using System.Text.Json;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.Reports;

namespace MemHygiene.AspNetCore.Tests.Reports;

public sealed class WorkerTableTests
{
    [Fact]
    public async Task Report_OfAWorker_ListsAllOfItsSupervisor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Recycling needs Linux.");
        var cancellation = TestContext.Current.CancellationToken;
        await using var app = Recycling.RecyclingApp.Start("--workers 3 --host memory");
        await app.ReadyAsync(3, cancellation);
        using var client = new HttpClient();

        var json = JsonDocument.Parse(await client.GetStringAsync($"http://{app.EndPoint}/memory/report.json", cancellation)).RootElement;

        var workers = json.GetProperty("workers").EnumerateArray().ToList();
        Assert.Equal([1, 2, 3], workers.Select(worker => worker.GetProperty("number").GetInt32()));
        Assert.All(workers, worker => Assert.InRange(worker.GetProperty("privateBytes").GetInt64(), 1, worker.GetProperty("residentBytes").GetInt64()));
        var own = Assert.Single(workers, worker => worker.GetProperty("isThis").GetBoolean());
        Assert.Equal((json.GetProperty("processId").GetInt32(), 1), (own.GetProperty("processId").GetInt32(), own.GetProperty("requests").GetInt32()));
    }

    [Fact]
    public void Variable_IsTheSupervisors() => Assert.Equal(WorkerIdentity.Variable, WorkerProcesses.Variable);
}
