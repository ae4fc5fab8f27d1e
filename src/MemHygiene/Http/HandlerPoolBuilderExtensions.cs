using MemHygiene;
using MemHygiene.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the handler pool.</summary>
public static class HandlerPoolBuilderExtensions
{
    /// <summary>Adds <see cref="HandlerPool"/> as a singleton. Calling it again adds to its options only.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddHandlerPool(this MemHygieneBuilder builder, Action<HandlerPoolOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.AddOptions<HandlerPoolOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HandlerPoolOptions>, HandlerPoolOptionsValidator>());
        builder.Services.TryAddSingleton(services => new HandlerPool(
            services.GetRequiredService<IOptions<HandlerPoolOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<HandlerPool>>()));
        builder.AddConsumer(services => new HandlerPoolConsumer(
            services.GetRequiredService<HandlerPool>(),
            services.GetRequiredService<IOptions<HandlerPoolOptions>>().Value));
        return builder;
    }
}
