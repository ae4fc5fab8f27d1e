using System.Globalization;
using MemHygiene.Pressure;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MemHygiene.AspNetCore.Health;

/// <summary>Readiness: whether this process should get requests now. Low memory is degraded, critical memory unhealthy.</summary>
internal sealed class MemoryHealthCheck(MemoryMonitor monitor) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reading = monitor.Current;
        var status = reading.Level switch
        {
            MemoryLevel.Critical => context.Registration.FailureStatus,
            MemoryLevel.Warning => HealthStatus.Degraded,
            _ => HealthStatus.Healthy,
        };
        return Task.FromResult(new HealthCheckResult(status, Text(reading), exception: null, Data(reading)));
    }

    private static string Text(in MemoryReading reading) => reading.UsedShare is { } used
        ? string.Create(CultureInfo.InvariantCulture, $"Memory is {reading.Level}: {used:P0} of the limit is in use.")
        : "The memory limit is unknown.";

    private static Dictionary<string, object> Data(in MemoryReading reading)
    {
        var data = new Dictionary<string, object> { ["level"] = reading.Level.ToString() };
        Add("usedBytes", reading.UsedBytes);
        Add("limitBytes", reading.LimitBytes);
        Add("managedBytes", reading.ManagedBytes);
        Add("managedLimitBytes", reading.ManagedLimitBytes);
        return data;

        void Add(string key, long? bytes)
        {
            if (bytes is { } known)
            {
                data[key] = known;
            }
        }
    }
}
