using MemHygiene;
using MemHygiene.Caching;
using Microsoft.Extensions.Caching.Memory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the application's own memory cache.</summary>
public static class CachingBuilderExtensions
{
    /// <summary>
    /// Makes the <see cref="IMemoryCache"/> that the application has shrink with everything else: a quarter of its entries go in each round of trims while memory is
    /// <see cref="MemHygiene.Pressure.MemoryLevel.Warning"/>, half of them while it is <see cref="MemHygiene.Pressure.MemoryLevel.Critical"/>. Adds the cache if the application has none.
    /// </summary>
    /// <remarks>A cache that is no <see cref="MemoryCache"/> is listed in the report but cannot be shrunk.</remarks>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddMemoryCacheTrimming(this MemHygieneBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.AddMemoryCache();
        builder.AddConsumer(services => new MemoryCacheConsumer(services.GetRequiredService<IMemoryCache>()));
        return builder;
    }
}
