using MemHygiene;
using MemHygiene.AspNetCore.RequestAlerts;
using MemHygiene.Pressure;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the alerts about requests.</summary>
public static class RequestAlertsBuilderExtensions
{
    /// <summary>
    /// Adds two alerts to the memory monitor's: responses that have become slow (the slowest of 20 in the last ten seconds took three times as long as usual, and 50 ms or more), and failed requests (more than
    /// 5 % with a 5xx status). Both are known only from 20 requests in ten seconds on. Calling it again adds nothing.
    /// </summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddRequestAlerts(this MemHygieneBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        if (builder.Services.All(service => service.ImplementationType != typeof(RequestWatch)))
        {
            builder.Services.AddMetrics();
            builder.Services.AddSingleton<IAlertSource, RequestWatch>();
        }

        return builder;
    }
}
