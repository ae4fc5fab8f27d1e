using System.Diagnostics;
using System.Globalization;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling.Systemd;

/// <summary>A real supervisor tells a real socket how it is.</summary>
public sealed class NotifyTests : IDisposable
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly NotifyServer _manager = new();

    public void Dispose() => _manager.Dispose();

    [Fact]
    public async Task Supervisor_FromStartToStop_TellsTheServiceManager()
    {
        await using var app = Start("--workers 2 --keep-alive 60");

        var ready = await _manager.ReceiveAsync("READY=1", _cancellation);
        var before = Microseconds();
        SupervisedApp.Signal(app.ProcessId, "HUP");
        var reloading = await _manager.ReceiveAsync("RELOADING=1", _cancellation);
        var readyAgain = await _manager.ReceiveAsync("READY=1", _cancellation);
        var after = Microseconds();
        await app.CountAsync("is ready after", 4, _cancellation);
        SupervisedApp.Signal(app.ProcessId, "TERM");
        await _manager.ReceiveAsync("STOPPING=1", _cancellation);

        Assert.Equal(["READY=1", $"MAINPID={app.ProcessId}", "STATUS=2 of 2 workers serve"], ready);
        Assert.InRange(long.Parse(Assert.Single(reloading, line => line.StartsWith("MONOTONIC_USEC=")).Split('=')[1], CultureInfo.InvariantCulture), before, after);
        Assert.Equal("READY=1", readyAgain[0]);
        Assert.Equal(0, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Supervisor_WithAWatchdog_BeatsAlthoughNothingHappens()
    {
        await using var app = Start("--workers 1", ("WATCHDOG_USEC", "200000"));
        await app.ReadyAsync(1, _cancellation);

        for (var beat = 0; beat < 5; beat++)
        {
            await _manager.ReceiveAsync("WATCHDOG=1", _cancellation);
        }

        SupervisedApp.Signal(app.ProcessId, "TERM");
        Assert.Equal(0, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Worker_IsNotTold_WhereTheServiceManagerListens()
    {
        await using var app = Start("--workers 1", ("WATCHDOG_USEC", "60000000"));
        await app.ReadyAsync(1, _cancellation);

        var environment = await File.ReadAllTextAsync($"/proc/{Assert.Single(app.Workers())}/environ", _cancellation);

        Assert.Contains("ASPNETCORE_URLS=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("NOTIFY_SOCKET", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("WATCHDOG_", environment, StringComparison.Ordinal);
    }

    /// <summary>Of CLOCK_MONOTONIC, from which .NET takes its timestamps on Linux.</summary>
    private static long Microseconds() => Stopwatch.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMicrosecond;

    private SupervisedApp Start(string args, params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        environment["NOTIFY_SOCKET"] = _manager.Address;
        return SupervisedApp.Start(RecyclingApp.Executable, environment, args.Split(' '));
    }
}
