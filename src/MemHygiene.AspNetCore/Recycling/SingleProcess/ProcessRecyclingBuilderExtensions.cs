using MemHygiene;
using MemHygiene.AspNetCore.Recycling;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of recycling where an orchestrator starts processes.</summary>
public static class ProcessRecyclingBuilderExtensions
{
    /// <summary>The check for readiness that fails while the process leaves. Tagged <c>ready</c>.</summary>
    public const string ReadinessName = "process-recycling";

    /// <summary>
    /// Ends this process after a number of requests, at an amount of memory, at an age, at a time of day, or when memory has been critical for too long, so that Kubernetes, systemd or whoever keeps it running starts a new
    /// one: it turns unready, answers for <see cref="ProcessRecyclingOptions.UnreadyDelay"/> more with <c>Connection: close</c>, and stops as when asked to. In a worker of <see cref="Supervisor"/> it does nothing.
    /// Calling it again only adds configuration.
    /// </summary>
    /// <remarks>The section <c>MemHygiene:ProcessRecycling</c> and the environment win over <paramref name="configure"/>: see <see cref="ProcessRecyclingOptions"/>. A value out of range stops the host at start-up.</remarks>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="configure">Sets the options. Without any only critical memory ends the process.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddProcessRecycling(this MemHygieneBuilder builder, Action<ProcessRecyclingOptions>? configure = null) =>
        builder.AddProcessRecycling(configure, Environment.GetEnvironmentVariable);

    internal static MemHygieneBuilder AddProcessRecycling(this MemHygieneBuilder builder, Action<ProcessRecyclingOptions>? configure, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        var options = services.AddOptions<ProcessRecyclingOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(ProcessRecycler)))
        {
            return builder;
        }

        options.PostConfigure<IServiceProvider>((recycling, provider) =>
        {
            if (provider.GetService<IConfiguration>() is { } configuration)
            {
                ProcessRecyclingSettings.Apply(recycling, configuration);
            }

            ProcessRecyclingSettings.Apply(recycling, environment);
        }).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProcessRecyclingOptions>, ProcessRecyclingValidator>());
        services.TryAddSingleton(OwnMemory.OfThisProcess);
        services.AddSingleton<ProcessRecycler>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ProcessRecycler>());

        // First in the list: the counting is outermost, so that what others answer before the application is counted too.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, ProcessRequestGate>());
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            ReadinessName, provider => new ProcessReadinessCheck(provider.GetRequiredService<ProcessRecycler>()), failureStatus: null, ["ready"]));
        return builder;
    }
}
