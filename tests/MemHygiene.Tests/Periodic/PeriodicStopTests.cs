using MemHygiene.Periodic;
using MemHygiene.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Tests.Periodic;

public sealed class PeriodicStopTests
{
    private readonly TestClock _clock = new();
    private readonly RecordingLogger _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_CancelsTheRunUnderWay_AndAwaitsItsEnd()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cleanedUp = new TaskCompletionSource();
        using var host = await StartAsync(async (_, cancellationToken) =>
        {
            using var heard = cancellationToken.Register(cancelled.SetResult);
            await cleanedUp.Task;
        });

        var stop = host.StopAsync(Token);
        await cancelled.Task.WaitAsync(Token);
        Assert.False(stop.IsCompleted);
        cleanedUp.SetResult();
        await stop;

        var status = Status(host);
        Assert.Equal((1, 0, false, null), (status.Runs, status.Failures, status.IsRunning, status.LastError));
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public async Task Stop_OfARunThatDoesNotHeedItsToken_EndsWithTheHostsShutdownTime()
    {
        var gate = new TaskCompletionSource();
        using var host = await StartAsync((_, _) => gate.Task);
        using var shutdown = new CancellationTokenSource();

        var stop = host.StopAsync(shutdown.Token);
        await shutdown.CancelAsync();
        await stop;

        Assert.True(Status(host).IsRunning);
        Assert.Equal(["804 Warning: The host's time to stop is over and this periodic work has not ended: work"], _log.Lines.Where(line => line.StartsWith("80", StringComparison.Ordinal)));
        gate.SetResult();
    }

    [Fact]
    public async Task Stop_WithAListenerThatThrows_StillEndsTheRuns()
    {
        using var host = await StartAsync((_, cancellationToken) =>
        {
            cancellationToken.Register(() => throw new InvalidOperationException("a listener"));
            return Task.Delay(Timeout.Infinite, cancellationToken);
        });

        await host.StopAsync(Token);

        Assert.False(Status(host).IsRunning);
        Assert.Contains(_log.Lines, line => line.StartsWith("805 Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_OfIdleWork_StartsNoRunAnyMore()
    {
        using var host = await StartAsync((_, _) => Task.CompletedTask);

        await host.StopAsync(Token);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((1, null), (Status(host).Runs, Status(host).NextRun));
    }

    [Fact]
    public async Task Dispose_OfAHostThatWasNotStopped_CancelsTheRunAndStartsNoOther()
    {
        var cancelled = new TaskCompletionSource();
        var host = await StartAsync((_, cancellationToken) =>
        {
            cancellationToken.Register(cancelled.SetResult);
            return Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var registry = host.Services.GetRequiredService<PeriodicWorkRegistry>();

        host.Dispose();
        await cancelled.Task.WaitAsync(Token);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, registry.GetStatuses().Single().Runs);
    }

    private static PeriodicWorkStatus Status(IHost host) => host.Services.GetRequiredService<PeriodicWorkRegistry>().GetStatuses().Single();

    /// <summary>A host whose one work has begun its first run.</summary>
    private async Task<IHost> StartAsync(Func<IServiceProvider, CancellationToken, Task> run)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Logging.AddProvider(_log);
        builder.AddMemHygiene().AddPeriodicWork("work", TestWork.Interval, run, options =>
        {
            options.RunAtStart = true;
            options.RunTimeout = Timeout.InfiniteTimeSpan;
        });
        var host = builder.Build();
        await host.StartAsync(Token);
        _clock.Advance(TimeSpan.Zero);
        return host;
    }
}
