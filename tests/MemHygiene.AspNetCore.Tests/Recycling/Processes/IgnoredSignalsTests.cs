using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling.Processes;

/// <summary>Signals that who starts the program has it ignore.</summary>
public sealed class IgnoredSignalsTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SigIgn:\t0000000000001000\nSigCgt:\t0000000000000003\n", "")]
    [InlineData("SigIgn:\t0000000000001001\n", "HUP")]
    [InlineData("SigBlk:\t0000000000000001\nSigIgn:\t0000000000000006\n", "INT QUIT")]
    [InlineData("SigIgn:\tffffffffffffffff", "HUP INT QUIT USR1 TERM TTIN TTOU")]
    [InlineData("SigIgn:\tnonsense\n", "")]
    [InlineData("", "")]
    public void Read_OfAStatus_NamesThoseThatMatter(string status, string expected)
    {
        var ignored = IgnoredSignals.Read(status);

        Assert.Equal(expected, string.Join(' ', ignored));
    }

    [Fact]
    public async Task Nohup_AtTheStart_IsSaidWithWhatToDo()
    {
        await using var app = SupervisedApp.Start("/usr/bin/nohup", null, RecyclingApp.Executable, "--done");

        await app.ExitAsync(_cancellation);

        Assert.Equal(1, app.Count("memhygiene[639] warning: SIGHUP will have no effect: who started the program has it ignore them (nohup, or & in a script). To get them, start it with: env --default-signal=HUP <program>."));
    }

    [Fact]
    public async Task Background_OfAScript_IsSaidWithWhatToDo()
    {
        await using var app = SupervisedApp.Start("/bin/sh", null, "-c", "\"$@\" & wait", "sh", RecyclingApp.Executable, "--done");

        await app.LineAsync(line => line.Contains("SIGINT, SIGQUIT will have no effect") && line.EndsWith("env --default-signal=INT,QUIT <program>."), _cancellation);

        Assert.Equal(0, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task AdviceThatIsGiven_Helps()
    {
        await using var app = SupervisedApp.Start("/usr/bin/nohup", null, "/usr/bin/env", "--default-signal=HUP", RecyclingApp.Executable, "--workers", "1", "--keep-alive", "60");
        await app.ReadyAsync(1, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "HUP");
        await app.CountAsync("has left with exit code 0", 1, _cancellation);

        Assert.Equal(0, app.Count("will have no effect"));
    }

    [Fact]
    public async Task OrdinaryStart_SaysNothing()
    {
        await using var app = RecyclingApp.Start("--done");

        await app.ExitAsync(_cancellation);

        Assert.Equal(0, app.Count("will have no effect"));
    }
}
