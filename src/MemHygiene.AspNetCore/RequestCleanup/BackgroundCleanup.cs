using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>Works the background queue off. The host stops it after the web server, so requests that are being drained can still hand work over.</summary>
internal sealed class BackgroundCleanup(
    BackgroundQueue queue,
    IServiceScopeFactory scopes,
    RequestCleanupMetrics metrics,
    IOptions<RequestCleanupOptions> options,
    TimeProvider clock,
    ILogger<RequestCleanup> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _giveUp = new();
    private Task _workers = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var workers = new Task[options.Value.BackgroundConcurrency];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = Task.Run(WorkAsync, CancellationToken.None);
        }

        _workers = Task.WhenAll(workers);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        try
        {
            await _workers.WaitAsync(options.Value.BackgroundDrainTimeout, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // Work that ignores its token is not waited for: the bound is the promise.
            RequestCleanupLog.BackgroundAbandoned(logger, queue.Pending);
            await _giveUp.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _giveUp.Dispose();

    private async Task WorkAsync()
    {
        var token = _giveUp.Token;
        while (await queue.Accepted.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (!token.IsCancellationRequested && queue.Accepted.TryRead(out var work))
            {
                await RunAsync(work, token).ConfigureAwait(false);
                queue.Release();
            }

            if (token.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task RunAsync(Func<IServiceProvider, CancellationToken, ValueTask> work, CancellationToken token)
    {
        try
        {
            var scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                await work(scope.ServiceProvider, token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Counted among the abandoned already.
        }
        catch (Exception exception)
        {
            metrics.BackgroundFailed();
            RequestCleanupLog.BackgroundFailed(logger, exception);
        }
    }
}
