using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Periodic;

public sealed class PeriodicRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void EachRun_HasAScopeOfItsOwn_ThatIsDisposedAfterIt()
    {
        var seen = new List<Scoped>();
        using var work = new TestWork(
            (services, _) =>
            {
                seen.Add(services.GetRequiredService<Scoped>());
                Assert.False(seen[^1].Disposed);
                return Task.CompletedTask;
            },
            register: services => services.AddScoped<Scoped>());
        work.Start();

        work.Advance(200);

        Assert.Equal(2, seen.Distinct().Count());
        Assert.All(seen, scoped => Assert.True(scoped.Disposed));
        Assert.Null(work.Status.LastError);
    }

    [Fact]
    public void RunThatEnded_LeavesNothingBehind()
    {
        var last = new WeakReference(null);
        using var work = new TestWork((services, _) => Remember(services, last), register: services => services.AddScoped<Scoped>());
        work.Start();

        work.Advance(100);
        GC.Collect();

        Assert.Equal(1, work.Status.Runs);
        Assert.False(last.IsAlive);
    }

    [Fact]
    public void RunThatThrows_IsCounted_AndTheNextOneComes()
    {
        using var work = new TestWork((_, _) => throw new IOException("no such proxy"));
        work.Start();

        work.Advance(200);

        Assert.Equal((2, 2, "IOException: no such proxy"), (work.Status.Runs, work.Status.Failures, work.Status.LastError));
    }

    [Fact]
    public void RunThatGoesWell_ClearsTheLastError()
    {
        var fails = true;
        using var work = new TestWork((_, _) => fails ? Task.FromException(new IOException()) : Task.CompletedTask);
        work.Start();
        work.Advance(100);
        Assert.NotNull(work.Status.LastError);

        fails = false;
        work.Advance(100);

        Assert.Equal((1, null), (work.Status.Failures, work.Status.LastError));
    }

    [Fact]
    public void RunThatCancelsItself_IsAFailure()
    {
        using var work = new TestWork((_, _) => throw new TaskCanceledException("the client's own timeout"));
        work.Start();

        work.Advance(100);

        Assert.Equal(1, work.Status.Failures);
    }

    [Fact]
    public async Task RunThatTakesTooLong_IsCancelled_CountedAndFollowedByTheNext()
    {
        var never = new TaskCompletionSource();
        using var work = TestWork.Started(never, options => options.RunTimeout = TimeSpan.FromSeconds(30));
        work.Advance(100);
        var end = work.TriggerAsync(Token);

        work.Advance(30);
        var status = await end;

        Assert.Equal((1, 0, "The run took longer than 00:00:30."), (status.Timeouts, status.Failures, status.LastError));
        Assert.Equal(TimeSpan.FromSeconds(30), status.LastDuration);
        work.Advance(70);
        Assert.Equal(2, work.Status.Runs);
    }

    [Fact]
    public async Task RunThatDoesNotHeedItsToken_IsCountedWhenTheTimeIsOver_AndNoOtherStartsBesideIt()
    {
        var gate = new TaskCompletionSource();
        using var work = new TestWork((_, _) => gate.Task, options => options.RunTimeout = TimeSpan.FromSeconds(30));
        work.Start();
        work.Advance(100);
        var end = work.TriggerAsync(Token);

        work.Advance(500);
        Assert.Equal((1, true, 1), (work.Status.Runs, work.Status.IsRunning, work.Status.Timeouts));
        gate.SetResult();
        var status = await end;

        Assert.Equal((1, "The run took longer than 00:00:30."), (status.Timeouts, status.LastError));
    }

    [Fact]
    public void TokenWhoseListenersThrow_HarmsNeitherTheClockNorTheNextRun()
    {
        using var work = new TestWork(
            (_, cancellationToken) =>
            {
                cancellationToken.Register(() => throw new InvalidOperationException("a listener"));
                return Task.Delay(Timeout.Infinite, cancellationToken);
            },
            options => options.RunTimeout = TimeSpan.FromSeconds(30));
        work.Start();

        work.Advance(130);

        Assert.Equal(1, work.Status.Timeouts);
    }

    // Not inlined, so that no local of the caller keeps the service.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Remember(IServiceProvider services, WeakReference last)
    {
        last.Target = services.GetRequiredService<Scoped>();
        return Task.CompletedTask;
    }

    private sealed class Scoped : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
