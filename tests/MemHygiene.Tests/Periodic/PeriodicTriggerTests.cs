using MemHygiene.Periodic;
using MemHygiene.Pressure;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Periodic;

public sealed class PeriodicTriggerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trigger_OfAnIdleWork_RunsItNow_AndTheNextOneIntervalLater()
    {
        using var work = TestWork.Started();
        work.Advance(60);

        var end = work.TriggerAsync(Token);
        work.Advance(0);
        var status = await end;

        Assert.Equal((1, work.Clock.GetUtcNow() + TestWork.Interval), (status.Runs, status.NextRun!.Value));
    }

    [Fact]
    public async Task Trigger_DuringARun_AwaitsThatRun()
    {
        var gate = new TaskCompletionSource();
        using var work = TestWork.Started(gate);
        work.Advance(100);

        var ends = new[] { work.TriggerAsync(Token), work.TriggerAsync(Token) };
        Assert.All(ends, end => Assert.False(end.IsCompleted));
        gate.SetResult();

        Assert.All(await Task.WhenAll(ends), status => Assert.Equal(1, status.Runs));
    }

    [Fact]
    public async Task TriggersBeforeTheRunBegins_ShareIt()
    {
        using var work = TestWork.Started();

        var ends = new[] { work.TriggerAsync(Token), work.TriggerAsync(Token) };
        work.Advance(0);

        Assert.All(await Task.WhenAll(ends), status => Assert.Equal(1, status.Runs));
        Assert.Equal(1, work.Status.Runs);
    }

    [Fact]
    public async Task TimerThatFiresTwice_StartsOneRun()
    {
        var gate = new TaskCompletionSource();
        var timer = new CapturedTimer();
        using var work = new TestWork((_, _) => gate.Task, options => options.RunTimeout = Timeout.InfiniteTimeSpan, time: timer);
        work.Start();
        var end = work.TriggerAsync(Token);

        timer.Fire();
        timer.Fire();
        Assert.Equal(1, work.Status.Runs);
        gate.SetResult();
        await end;
        timer.Fire();

        Assert.Equal(1, work.Status.Runs);
    }

    [Fact]
    public async Task Trigger_UnderCritical_RunsNow()
    {
        using var work = TestWork.Started(level: MemoryLevel.Critical);

        var end = work.TriggerAsync(Token);
        work.Advance(0);

        Assert.Equal(1, (await end).Runs);
    }

    [Fact]
    public async Task Trigger_OfARunThatFails_TellsSoInTheStatus()
    {
        using var work = new TestWork((_, _) => throw new IOException("no such proxy"));
        work.Start();

        var end = work.TriggerAsync(Token);
        work.Advance(0);

        Assert.Equal("IOException: no such proxy", (await end).LastError);
    }

    [Fact]
    public async Task Trigger_WhoseTokenIsCancelled_EndsTheWaitAndNotTheRun()
    {
        var gate = new TaskCompletionSource();
        using var work = TestWork.Started(gate);
        using var leave = new CancellationTokenSource();
        work.Advance(100);
        var wait = work.TriggerAsync(leave.Token);
        var end = work.TriggerAsync(Token);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.True(work.Status.IsRunning);
        gate.SetResult();

        Assert.Equal((1, null), ((await end).Runs, work.Status.LastError));
    }

    [Fact]
    public async Task Trigger_BeforeTheStartOrAfterTheStop_Throws()
    {
        using var work = new TestWork((_, _) => Task.CompletedTask);
        Assert.Contains("not started", Assert.Throws<InvalidOperationException>(() => { _ = work.TriggerAsync(Token); }).Message, StringComparison.Ordinal);

        work.Start();
        await work.StopAsync();

        Assert.Contains("stopped", Assert.Throws<InvalidOperationException>(() => { _ = work.TriggerAsync(Token); }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trigger_ThatTheStopOvertakes_IsCancelled()
    {
        using var work = TestWork.Started();
        var end = work.TriggerAsync(Token);

        await work.StopAsync();
        work.Advance(100);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
        Assert.Equal(0, work.Status.Runs);
    }

    [Fact]
    public void Trigger_OfAnUnknownName_NamesTheKnownOnes()
    {
        var services = new ServiceCollection();
        services.AddMemHygiene().AddPeriodicWork("check-proxies", TestWork.Interval, (_, _) => Task.CompletedTask);
        using var provider = services.BuildServiceProvider();
        var registry = provider.GetRequiredService<PeriodicWorkRegistry>();

        var exception = Assert.Throws<ArgumentException>(() => { _ = registry.TriggerAsync("check-proxy", Token); });

        Assert.Contains("'check-proxy'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("check-proxies", exception.Message, StringComparison.Ordinal);
    }
}
