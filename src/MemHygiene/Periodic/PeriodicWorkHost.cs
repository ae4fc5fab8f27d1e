using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Periodic;

/// <summary>Starts all periodic work with the host, and stops it within the host's shutdown time.</summary>
internal sealed class PeriodicWorkHost(IServiceProvider services, ILogger<PeriodicWorkHost> logger) : IHostedService, IDisposable
{
    // Never disposed: runs may still hold its token then, and without a timer or a wait handle it keeps nothing.
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<PeriodicWork> _works = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Only now: the host makes its services before it validates the options that these read.
        _works = services.GetRequiredService<PeriodicWorkRegistry>().Works;
        foreach (var work in _works)
        {
            work.Start(_stopping.Token);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] ends = [.. _works.Select(work => work.StopAsync()), CancelAsync()];
        try
        {
            await Task.WhenAll(ends).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            PeriodicWorkLog.Abandoned(logger, string.Join(", ", _works.Select(work => work.Status).Where(status => status.IsRunning).Select(status => status.Name)));
        }
    }

    /// <summary>For a host that is disposed without having been stopped: nothing starts any more, and nobody waits.</summary>
    public void Dispose()
    {
        foreach (var work in _works)
        {
            _ = work.StopAsync();
        }

        _ = CancelAsync();
    }

    private async Task CancelAsync()
    {
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            PeriodicWorkLog.CancelFailed(logger, exception);
        }
    }
}
