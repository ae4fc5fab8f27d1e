using MemHygiene;
using MemHygiene.AspNetCore.Budgets;
using MemHygiene.Budgets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the server's limits.</summary>
public static class KestrelLimitsBuilderExtensions
{
    /// <summary>
    /// Bounds what Kestrel holds by the memory plan, which it adds too: connections, upgraded connections, HTTP/2 streams, request bodies, 128 KB of a request and 32 KB of a response, and 5 seconds for an
    /// idle connection. What the section <c>Kestrel:Limits</c> of the configuration or the application's own <c>ConfigureKestrel</c> sets wins, in whichever order they are called.
    /// </summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddKestrelLimits(this MemHygieneBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.AddMemoryPlan().Services;
        if (!services.Any(service => service.ServiceType == typeof(KestrelLimits)))
        {
            services.AddSingleton(provider => new KestrelLimits(provider.GetRequiredService<MemoryPlan>(), provider.GetService<IConfiguration>()));

            // First in the list: what the application sets itself comes later and wins.
            services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(provider => provider.GetRequiredService<KestrelLimits>()));
        }

        return builder;
    }
}
