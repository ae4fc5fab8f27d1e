using MemHygiene;
using MemHygiene.AspNetCore.Health;
using MemHygiene.Pressure;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the health checks.</summary>
public static class HealthBuilderExtensions
{
    /// <summary>The check for readiness: degraded while memory is low, unhealthy while it is critical. Tagged <c>ready</c>.</summary>
    public const string ReadinessName = "memory";

    /// <summary>The check for liveness: unhealthy when memory has been critical for so long that only a new process helps. Tagged <c>live</c>.</summary>
    public const string LivenessName = "memory-restart";

    /// <summary>Adds a check for readiness and one for liveness; <c>MapHealthChecks</c> chooses between them by the tags <c>ready</c> and <c>live</c>. Calling it again adds nothing.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddMemoryHealthChecks(this MemHygieneBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.AddHealthChecks();
        builder.Services.Configure<HealthCheckServiceOptions>(options =>
        {
            if (options.Registrations.All(registration => registration.Name != ReadinessName))
            {
                options.Registrations.Add(new(ReadinessName, services => new MemoryHealthCheck(Monitor(services)), failureStatus: null, ["ready"]));
                options.Registrations.Add(new(LivenessName, services => new MemoryLivenessCheck(Monitor(services)), failureStatus: null, ["live"]));
            }
        });
        return builder;
    }

    private static MemoryMonitor Monitor(IServiceProvider services) => services.GetRequiredService<MemoryMonitor>();
}
