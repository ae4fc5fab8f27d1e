using MemHygiene;
using MemHygiene.AspNetCore.Shedding;
using MemHygiene.Budgets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Turns load shedding on.</summary>
public static class LoadSheddingExtensions
{
    /// <summary>Adds what <see cref="UseLoadShedding"/> needs. Its bounds are those of the memory plan where <c>AddMemoryPlan()</c> was called. Calling it again only adds configuration.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="configure">Changes the defaults; a value out of range stops the host at start-up.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddLoadShedding(this MemHygieneBuilder builder, Action<LoadSheddingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        services.AddMetrics();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LoadSheddingOptions>, LoadSheddingValidator>());
        services.TryAddSingleton<SheddingMetrics>();
        if (services.All(service => service.ServiceType != typeof(LoadShedding)))
        {
            services.AddSingleton<LoadShedding>();

            // First in the list: what the application sets itself comes later and wins.
            services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<LoadSheddingOptions>>(provider =>
                new ConfigureOptions<LoadSheddingOptions>(shedding => ApplyPlan(shedding, provider.GetService<MemoryPlan>()))));
        }

        var options = services.AddOptions<LoadSheddingOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return builder;
    }

    private static void ApplyPlan(LoadSheddingOptions options, MemoryPlan? plan)
    {
        if (plan is { RequestsAtOnce: > 0 })
        {
            options.MaxConcurrentRequests = plan.RequestsAtOnce;
            options.MaxConcurrentRequestsAtWarning = Math.Max(1, plan.RequestsAtOnce / 2);
            options.QueueLimit = plan.QueueLength;
        }
    }

    /// <summary>
    /// Turns requests away (503 with <c>Retry-After</c>) while memory is critical, and bounds how many run at once while it is low. Belongs first in the pipeline, so that
    /// nothing was spent on those who are turned away.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="app"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><see cref="AddLoadShedding"/> was not called.</exception>
    public static IApplicationBuilder UseLoadShedding(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<LoadShedding>() is not { } shedding)
        {
            throw new InvalidOperationException("UseLoadShedding() needs builder.AddMemHygiene().AddLoadShedding().");
        }

        return app.UseMiddleware<LoadSheddingMiddleware>(shedding);
    }

    /// <summary>Marks endpoints that are answered whatever the memory level.</summary>
    /// <typeparam name="TBuilder">The kind of endpoints.</typeparam>
    /// <param name="builder">The endpoints.</param>
    /// <returns>The same endpoints.</returns>
    public static TBuilder ExemptFromLoadShedding<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.WithMetadata(new ExemptFromLoadSheddingAttribute());
    }
}
