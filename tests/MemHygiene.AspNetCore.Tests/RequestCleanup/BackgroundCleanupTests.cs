using MemHygiene.AspNetCore.RequestCleanup;
using MemHygiene.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.RequestCleanup;

public sealed class BackgroundCleanupTests : IAsyncDisposable
{
    private readonly TestClock _clock = new();
    private readonly LogRecorder _log = new();
    private readonly ServiceProvider _services;
    private readonly IHostedService _workers;

    public BackgroundCleanupTests()
    {
        _services = ManualRequest.Services(
            options =>
            {
                options.BackgroundCapacity = 2;
                options.BackgroundConcurrency = 1;
            },
            services => services.AddSingleton<TimeProvider>(_clock).AddScoped<Scoped>().AddLogging(logging => logging.AddProvider(_log)));
        _workers = _services.GetServices<IHostedService>().OfType<BackgroundCleanup>().Single();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private BackgroundQueue Queue => _services.GetRequiredService<BackgroundQueue>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task Item_RunsAfterTheRequestsEnd_InAScopeOfItsOwn()
    {
        await _workers.StartAsync(Cancellation);
        var ran = new TaskCompletionSource<Scoped>();
        var request = new ManualRequest(_services);
        request.Context.RequestCleanup().RunInBackground((services, _) =>
        {
            ran.SetResult(services.GetRequiredService<Scoped>());
            return default;
        });
        Assert.False(ran.Task.IsCompleted);

        request.End();
        var scoped = await ran.Task.WaitAsync(Cancellation);
        await _workers.StopAsync(Cancellation);

        Assert.True(scoped.IsDisposed);
        Assert.Equal(0, Queue.Pending);
    }

    [Fact]
    public void Item_AboveTheCapacity_IsRefusedAndLogged()
    {
        var cleanup = new ManualRequest(_services).Context.RequestCleanup();
        Assert.True(cleanup.RunInBackground((_, _) => default));
        Assert.True(cleanup.RunInBackground((_, _) => default));

        Assert.False(cleanup.RunInBackground((_, _) => default));

        Assert.Equal([501], _log.Ids);
        Assert.Equal(2, Queue.Pending);
    }

    [Fact]
    public async Task FailingItem_IsLogged_AndTheNextOneRuns()
    {
        await _workers.StartAsync(Cancellation);
        var request = new ManualRequest(_services);
        var ran = false;
        request.Context.RequestCleanup().RunInBackground((_, _) =>
        {
            ran = true;
            return default;
        });
        request.Context.RequestCleanup().RunInBackground((_, _) => throw new InvalidOperationException("background"));
        request.End();

        await _workers.StopAsync(Cancellation);

        Assert.True(ran);
        Assert.Equal([503], _log.Ids);
    }

    [Fact]
    public async Task Stop_WaitsForWhatWasAccepted_AndRefusesMore()
    {
        await _workers.StartAsync(Cancellation);
        var gate = new TaskCompletionSource();
        var request = new ManualRequest(_services);
        request.Context.RequestCleanup().RunInBackground((_, _) => new ValueTask(gate.Task));
        request.End();

        var stopping = _workers.StopAsync(Cancellation);
        var isAccepted = new ManualRequest(_services).Context.RequestCleanup().RunInBackground((_, _) => default);
        Assert.False(stopping.IsCompleted);
        gate.SetResult();
        await stopping;

        Assert.False(isAccepted);
        Assert.Equal(0, Queue.Pending);
    }

    [Fact]
    public async Task Stop_AtItsBound_CancelsTheTokenAndLeaves()
    {
        await _workers.StartAsync(Cancellation);
        var started = new TaskCompletionSource<CancellationToken>();
        var never = new TaskCompletionSource();
        var request = new ManualRequest(_services);
        request.Context.RequestCleanup().RunInBackground((_, token) =>
        {
            started.SetResult(token);
            return new ValueTask(never.Task);
        });
        request.End();
        var token = await started.Task.WaitAsync(Cancellation);

        var stopping = _workers.StopAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(stopping.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await stopping;

        Assert.True(token.IsCancellationRequested);
        Assert.Equal([504], _log.Ids);
    }

    [Fact]
    public async Task RequestEnding_AfterTheQueueClosed_DropsItsItemWithAWarning()
    {
        await _workers.StartAsync(Cancellation);
        var request = new ManualRequest(_services);
        request.Context.RequestCleanup().RunInBackground((_, _) => default);
        await _workers.StopAsync(Cancellation);

        request.End();

        Assert.Equal([502], _log.Ids);
        Assert.Equal(0, Queue.Pending);
    }

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
