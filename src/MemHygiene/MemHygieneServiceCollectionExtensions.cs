using MemHygiene;
using MemHygiene.Pressure;
using MemHygiene.Readings;
using MemHygiene.Reports;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The front door for code that has a service collection only.</summary>
public static class MemHygieneServiceCollectionExtensions
{
    /// <summary>Adds what every MemHygiene feature needs, the memory monitor and its reports; the features are chosen on the result. Calling it again adds nothing.</summary>
    /// <param name="services">The collection to register into.</param>
    /// <returns>The builder that carries the features' verbs.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static MemHygieneBuilder AddMemHygiene(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        AddMonitor(services);
        ReportServices.Add(services);
        return new MemHygieneBuilder(services);
    }

    private static void AddMonitor(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryMonitorOptions>, MemoryMonitorOptionsValidator>());
        services.AddOptions<MemoryMonitorOptions>().ValidateOnStart();
        services.TryAddSingleton<IMemorySampler>(_ => MemorySamplers.Create());
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<MemoryMonitorOptions>>().Value;
            var time = provider.GetRequiredService<TimeProvider>();
            var logger = provider.GetRequiredService<ILogger<MemoryMonitor>>();
            var response = new PressureResponse(options, ProcessFacts.OfThisProcess, GarbageCollection.Run, time, logger);
            return new MemoryMonitor(provider.GetRequiredService<IMemorySampler>(), options, response, time, logger);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MemoryMonitorService>());
    }
}
