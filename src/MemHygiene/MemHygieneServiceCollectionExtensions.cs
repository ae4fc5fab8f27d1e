using MemHygiene;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The front door for code that has a service collection only.</summary>
public static class MemHygieneServiceCollectionExtensions
{
    /// <summary>Adds what every MemHygiene feature needs; the features are chosen on the result. Calling it again adds nothing.</summary>
    /// <param name="services">The collection to register into.</param>
    /// <returns>The builder that carries the features' verbs.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static MemHygieneBuilder AddMemHygiene(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        return new MemHygieneBuilder(services);
    }
}
