using MemHygiene;
using MemHygiene.Budgets;
using MemHygiene.Http;
using MemHygiene.Pressure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the memory plan.</summary>
public static class MemoryPlanBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="MemoryPlan"/> as a singleton, for this process: the only one, or one of the workers of the supervisor that started it. <see cref="HandlerPoolOptions.MaxHandlers"/> and
    /// <see cref="MemoryMonitorOptions.BudgetBytes"/> take their defaults from it. Calling it again adds to its options only.
    /// </summary>
    /// <remarks>
    /// The section <c>MemHygiene:Plan</c> of the configuration, with the options' names as keys, wins over <paramref name="configure"/>, and the environment's variables win over both:
    /// <c>MEMHYGIENE_WORKERS</c> before <c>WORKERS</c>, likewise <c>THREADS</c> and <c>WORKER_MEMORY_MB</c>, and <c>MEMHYGIENE_MEMORY_MB</c>. A value out of range stops the host at start-up.
    /// </remarks>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddMemoryPlan(this MemHygieneBuilder builder, Action<MemoryPlanOptions>? configure = null) =>
        builder.AddMemoryPlan(configure, Environment.GetEnvironmentVariable);

    internal static MemHygieneBuilder AddMemoryPlan(this MemHygieneBuilder builder, Action<MemoryPlanOptions>? configure, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        var options = services.AddOptions<MemoryPlanOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(MemoryPlan)))
        {
            return builder;
        }

        options.PostConfigure<IServiceProvider>((plan, provider) =>
        {
            if (provider.GetService<IConfiguration>() is { } configuration)
            {
                PlanConfiguration.Apply(plan, configuration);
            }

            PlanEnvironment.Apply(plan, environment);

            // A process that no supervisor started has its machine to itself.
            plan.Workers ??= 0;
        }).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryPlanOptions>, MemoryPlanOptionsValidator>());
        services.AddSingleton(provider => MemoryPlan.Create(provider.GetRequiredService<IOptions<MemoryPlanOptions>>().Value));

        // First in the list: what the application sets itself comes later and wins.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<HandlerPoolOptions>>(provider =>
            new ConfigureOptions<HandlerPoolOptions>(pool => pool.MaxHandlers = provider.GetRequiredService<MemoryPlan>().MaxHandlers)));
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<MemoryMonitorOptions>>(provider =>
            new ConfigureOptions<MemoryMonitorOptions>(monitor => monitor.BudgetBytes = BudgetOf(provider.GetRequiredService<MemoryPlan>()))));
        return builder;
    }

    // A plan that does not fit has nothing left for caches; that is no reason to empty them all the time.
    private static long? BudgetOf(MemoryPlan plan) => plan.CacheBytes > 0 ? plan.CacheBytes : null;
}
