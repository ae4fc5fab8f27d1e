using System.Diagnostics;
using System.Text;
using MemHygiene.AspNetCore.Recycling.Output;

namespace MemHygiene.AspNetCore.Tests.Recycling.Output;

/// <summary>Real processes and pipes.</summary>
public sealed class WorkerOutputTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly MemoryStream _standard = new();
    private readonly MemoryStream _error = new();

    [Fact]
    public async Task Follow_BothStreams_KeepsThemApartAndPassesTheUnfinishedLine()
    {
        await FollowAsync("echo one; echo two >&2; printf 'the last'");

        Assert.Equal(("[worker 7] one\n[worker 7] the last\n", "[worker 7] two\n"), (Text(_standard), Text(_error)));
    }

    [Fact]
    public async Task Follow_MoreThanAPipeHolds_PassesEveryLine()
    {
        await FollowAsync("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");

        var expected = string.Concat(Enumerable.Range(0, 20_000).Select(line => $"[worker 7] line {line}\n"));
        Assert.Equal(expected, Text(_standard));
    }

    [Fact]
    public async Task Follow_TargetCannotBeWritten_ReadsOnSoThatTheWorkerGoesOn()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var process = Start("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");

        var output = WorkerOutput.Follow(process, 7, new SharedOutput(full), new SharedOutput(_error));
        await process.WaitForExitAsync(_cancellation);
        await output.Ended.WaitAsync(_cancellation);

        Assert.Equal(0, process.ExitCode);
    }

    private async Task FollowAsync(string script)
    {
        using var process = Start(script);
        var output = WorkerOutput.Follow(process, 7, new SharedOutput(_standard), new SharedOutput(_error));
        await output.Ended.WaitAsync(_cancellation);
        await process.WaitForExitAsync(_cancellation);
    }

    private static Process Start(string script) => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}
