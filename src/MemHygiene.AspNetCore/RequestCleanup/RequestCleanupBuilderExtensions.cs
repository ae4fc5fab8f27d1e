using MemHygiene;
using MemHygiene.AspNetCore.RequestCleanup;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Turns the request-end cleanup on.</summary>
public static class RequestCleanupBuilderExtensions
{
    /// <summary>Adds what <c>HttpContext.RequestCleanup()</c> needs, and the workers of its background queue. Calling it again only adds configuration.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="configure">Changes the defaults; a value out of range stops the host at start-up.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddRequestCleanup(this MemHygieneBuilder builder, Action<RequestCleanupOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        services.AddMetrics();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RequestCleanupOptions>, RequestCleanupValidator>());
        services.TryAddSingleton<RequestCleanupMetrics>();
        services.TryAddSingleton<BackgroundQueue>();
        services.TryAddSingleton<CleanupPool>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BackgroundCleanup>());
        builder.AddConsumer(provider => new CleanupConsumer(provider.GetRequiredService<CleanupPool>(), provider.GetRequiredService<BackgroundQueue>()));
        var options = services.AddOptions<RequestCleanupOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return builder;
    }
}
