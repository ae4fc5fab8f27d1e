using System.Diagnostics.Metrics;
using MemHygiene.Budgets;
using MemHygiene.Periodic;
using MemHygiene.Pressure;
using MemHygiene.Readings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.Reports;

/// <summary>What <c>AddMemHygiene()</c> adds for reports and metrics, next to the monitor.</summary>
internal static class ReportServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(provider => new MemoryTrail(
            timestamp => TrailPoint.Take(timestamp, KernelFiles.System),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MemoryTrail>>()));
        services.TryAddSingleton(provider => new MemoryReporter(
            provider.GetRequiredService<MemoryMonitor>(),
            provider.GetRequiredService<IOptions<MemoryMonitorOptions>>().Value,
            provider.GetRequiredService<MemoryTrail>(),
            provider.GetService<PeriodicWorkRegistry>,
            provider.GetService<MemoryPlan>,
            KernelFiles.System,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MemoryReporter>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MemoryTrail>(provider => provider.GetRequiredService<MemoryTrail>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PressureInstruments>(provider =>
            new PressureInstruments(provider.GetRequiredService<MemoryMonitor>(), provider.GetService<IMeterFactory>())));
    }
}
