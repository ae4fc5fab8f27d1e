using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace MemHygiene.Pressure;

/// <summary>Shows the monitor's figures from the host's start to its stop.</summary>
internal sealed class PressureInstruments(MemoryMonitor monitor, IMeterFactory? meters) : IHostedService, IDisposable
{
    private PressureMetrics? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics ??= new(monitor, meters);
        PressureEventSource.Instance.Show(monitor);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        PressureEventSource.Instance.Hide(monitor);
        _metrics?.Dispose();
    }
}
