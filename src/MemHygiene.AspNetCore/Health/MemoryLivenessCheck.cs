using MemHygiene.Pressure;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MemHygiene.AspNetCore.Health;

/// <summary>Liveness: whether only a new process helps. Pressure alone is no reason to be killed, so this fails only after memory was critical for <see cref="MemoryMonitorOptions.RestartAfter"/>.</summary>
internal sealed class MemoryLivenessCheck(MemoryMonitor monitor) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var alert = monitor.Alerts.FirstOrDefault(alert => alert.Kind == MemoryAlertKind.RestartNeeded);
        return Task.FromResult(alert is null ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, $"{alert.Message} {alert.Advice}"));
    }
}
