using System.Diagnostics;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling.Output;

/// <summary>What workers of a real supervisor write.</summary>
public sealed class OutputTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_ThatWrite_HaveTheirNumberInFrontOfEachLine()
    {
        await using var app = RecyclingApp.Start("--workers 2");
        await app.ReadyAsync(2, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "TERM");
        await app.ExitAsync(_cancellation);

        Assert.Equal(1, app.Count("[worker 1]       Worker 1 drains 0 connections after 0 requests."));
        Assert.Equal(1, app.Count("[worker 2]       Worker 2 drains 0 connections after 0 requests."));
        Assert.DoesNotContain(app.Output.Split('\n'), line => !line.StartsWith("[worker ") && !line.StartsWith("memhygiene["));
    }

    [Fact]
    public async Task Crash_LastOutput_StandsAboveTheSupervisorsLine()
    {
        await using var app = RecyclingApp.Start("--crash --workers 1");

        await app.ExitAsync(_cancellation);

        var lines = app.Output.Split('\n');
        var crash = Array.FindIndex(lines, line => line.StartsWith("[worker 1] Unhandled exception. System.InvalidOperationException: The configuration is broken."));
        var said = Array.FindIndex(lines, line => line.Contains("Worker 1 (pid"));
        Assert.InRange(crash, 0, said - 1);
    }

    [Fact]
    public async Task NumberOutput_TurnedOff_LeavesTheOutputAlone()
    {
        await using var app = RecyclingApp.Start("--workers 1 --number 0");
        await app.ReadyAsync(1, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "TERM");
        await app.ExitAsync(_cancellation);

        Assert.Equal(1, app.Output.Split('\n').Count(line => line == "      Worker 1 drains 0 connections after 0 requests."));
    }

    [Fact]
    public async Task Kill_OfTheSupervisor_AWorkerThatWritesNeitherDiesNorWaits()
    {
        await using var app = RecyclingApp.Start("--workers 1 --keep-alive 600");
        await app.ReadyAsync(1, _cancellation);
        using var worker = Process.GetProcessById(Assert.Single(app.Workers()));
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        await connection.PostAsync("/write/1", "", _cancellation);

        SupervisedApp.Signal(app.ProcessId, "KILL");
        await app.ExitAsync(_cancellation);
        var response = await connection.PostAsync("/write/1000", "", _cancellation);

        Assert.Equal((200, "1000"), (response.Status, response.Body));
        await worker.WaitForExitAsync(_cancellation);
    }

    [Theory]
    [InlineData(true, true, "1")]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    public void Worker_BehindAPipeThatEndsAtATerminal_IsLetWriteColours(bool numberOutput, bool isTerminal, string? expected)
    {
        var start = WorkerCommand.Create([], new WorkerStart(1, LivesShortly: false), 3, numberOutput, isTerminal);

        Assert.Equal(expected, start.Environment.TryGetValue("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", out var value) ? value : null);
        Assert.Equal(numberOutput, start.RedirectStandardOutput && start.RedirectStandardError);
        Assert.False(start.RedirectStandardInput);
    }
}
