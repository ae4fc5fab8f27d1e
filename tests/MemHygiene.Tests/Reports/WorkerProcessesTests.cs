using System.Text;
using MemHygiene.Readings;
using MemHygiene.Reports;
using MemHygiene.Tests.Readings;

namespace MemHygiene.Tests.Reports;

public sealed class WorkerProcessesTests
{
    [Fact]
    public void Read_InAWorker_FindsThoseOfTheSameSupervisor()
    {
        var files = Machine();
        Add(files, 20, parent: 10, "PATH=/bin\0MEMHYGIENE_WORKER=2:7\0");
        Add(files, 21, parent: 10, "MEMHYGIENE_WORKER=1:8\0HOME=/\0");
        Add(files, 22, parent: 10, "PATH=/bin\0");
        Add(files, 30, parent: 11, "MEMHYGIENE_WORKER=1:7\0");

        var workers = new WorkerProcesses(files, ownId: 20).Read();

        Assert.Equal([(21, 1, false), (20, 2, true)], workers!.Select(worker => (worker.ProcessId, worker.Number ?? -1, worker.IsThis)));
        Assert.Equal((3072, 2048, 9, TimeSpan.FromSeconds(40)), (workers![0].ResidentBytes, workers[0].PrivateBytes, workers[0].Threads, workers[0].Age));
    }

    [Fact]
    public void Read_WithoutASupervisor_IsNull()
    {
        var files = Machine();
        Add(files, 20, parent: 10, "PATH=/bin\0MEMHYGIENE_WORKERS=2\0");

        Assert.Null(new WorkerProcesses(files, ownId: 20).Read());
        Assert.Null(new WorkerProcesses(KernelFiles.System, Environment.ProcessId).Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("20 (app")]
    [InlineData("20 (app) S ten 1 1")]
    [InlineData("20 (app) S 10 1 1 0 -1 4194304 104 0 0 0 0 0 0 0 20 0 1 0 -5 3133440")]
    public void Read_OfJunk_IsNull(string stat)
    {
        var files = Machine();
        Add(files, 20, parent: 10, "MEMHYGIENE_WORKER=1:7\0");
        files["/proc/20/stat"] = stat;

        Assert.Null(new WorkerProcesses(files, ownId: 20).Read());
    }

    [Fact]
    public void Read_OfAWorkerThatTellsNoMemory_LeavesItUnknown()
    {
        var files = Machine();
        Add(files, 20, parent: 10, "MEMHYGIENE_WORKER=1:7\0");
        files.Remove("/proc/20/status");
        files.Remove("/proc/uptime");

        var worker = Assert.Single(new WorkerProcesses(files, ownId: 20).Read()!);

        Assert.Equal((null, null, null, null), (worker.ResidentBytes, worker.PrivateBytes, worker.Threads, worker.Age));
    }

    private static TestFiles Machine()
    {
        var files = TestMachine.Create();
        files.Folders["/proc"] = ["self", "uptime", "10", "20", "21", "22", "30", "99999999999"];
        files["/proc/uptime"] = "100.00 150.00";
        return files;
    }

    private static void Add(TestFiles files, int id, int parent, string environment)
    {
        files.Set($"/proc/{id}/environ", () => Encoding.UTF8.GetBytes(environment));
        files[$"/proc/{id}/stat"] = $"{id} (my (app) S 1) S {parent} 1 1 0 -1 4194304 104 0 0 0 0 0 0 0 20 0 1 0 6000 3133440 380";
        files[$"/proc/{id}/status"] = "Name:\tapp\nVmRSS:\t       3 kB\nRssAnon:\t       2 kB\nRssFile:\t       1 kB\nRssShmem:\t       0 kB\nThreads:\t9";
    }
}
