using System.Diagnostics;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.Readings;
using MemHygiene.RecyclingApp.Load;
using MemHygiene.Tests.Readings;

namespace MemHygiene.AspNetCore.Tests.Recycling.Processes;

/// <summary>Why a worker ended.</summary>
public sealed class WorkerExitTests
{
    private const string InGroup = "echo $$ > \"$1/cgroup.procs\" && shift && exec \"$@\"";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "0")]
    [InlineData(3, "3")]
    [InlineData(134, "134 (SIGABRT)")]
    [InlineData(137, "137 (SIGKILL)")]
    [InlineData(139, "139 (SIGSEGV)")]
    [InlineData(143, "143 (SIGTERM)")]
    [InlineData(255, "255")]
    public void Describe_ExitCode_NamesTheSignal(int exitCode, string expected)
    {
        Assert.Equal(expected, WorkerExit.Describe(exitCode));
    }

    [Theory]
    [InlineData("USR2", "140 (SIGUSR2)")]
    [InlineData("KILL", "137 (SIGKILL)")]
    public async Task Signal_ThatEndsAWorker_IsNamed(string signal, string expected)
    {
        await using var app = RecyclingApp.Start("--workers 1");
        await app.ReadyAsync(1, _cancellation);
        var worker = Assert.Single(app.Workers());

        SupervisedApp.Signal(worker, signal);
        await app.LineAsync(line => line.Contains($"(pid {worker}) ended while ") && line.Contains($" with exit code {expected}: "), _cancellation);

        Assert.Equal(0, app.Count("the OOM killer?"));
    }

    [Fact]
    public async Task OomKiller_ThatTookAWorker_IsSuspected()
    {
        using var group = RealGroup.Create();
        group.Limit = 400L << 20;
        await using var app = SupervisedApp.Start("/bin/sh", null, ["-c", InGroup, "sh", group.Folder, RecyclingApp.Executable, "--workers", "1"]);
        await app.ReadyAsync(1, _cancellation);
        var worker = Assert.Single(app.Workers());
        await File.WriteAllTextAsync($"/proc/{worker}/oom_score_adj", "1000", _cancellation);

        // Looks for the last line of a file without lines or end, in memory.
        using var greedy = Process.Start("/bin/sh", ["-c", InGroup, "sh", group.Folder, "tail", "/dev/zero"]);
        await app.LineAsync(line => line.Contains($"(pid {worker}) ended while ") && line.Contains(" with exit code 137 (SIGKILL): "), _cancellation);
        await greedy.WaitForExitAsync(_cancellation);
        SupervisedApp.Signal(app.ProcessId, "TERM");
        await app.ExitAsync(_cancellation);

        Assert.Equal(1, app.Count($"(pid {worker}) was killed, and the count of processes that the kernel killed for memory in this container has risen: the OOM killer?"));
    }

    [Fact]
    public void Explain_CountThatRoseByTwo_ExplainsTwoWorkers()
    {
        var kills = 5L;
        var oomKills = new OomKills(() => new ContainerMemory { Group = "/group", OomKills = kills });
        var before = oomKills.Explain();

        kills = 7;

        Assert.Equal((false, true, true, false), (before, oomKills.Explain(), oomKills.Explain(), oomKills.Explain()));
    }

    [Fact]
    public void Explain_AnotherGroup_IsAnotherCount()
    {
        var group = "/small";
        var oomKills = new OomKills(() => new ContainerMemory { Group = group, OomKills = group.Length });

        group = "/larger";

        Assert.False(oomKills.Explain());
    }

    [Fact]
    public void Explain_CountIsUnknown_ExplainsNothing()
    {
        Assert.False(new OomKills(() => null).Explain());
        Assert.False(new OomKills(() => new ContainerMemory { Group = "/group" }).Explain());
    }
}
