using MemHygiene;
using MemHygiene.Models;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the model cache.</summary>
public static class ModelBuilderExtensions
{
    /// <summary>Adds <see cref="ModelCache{TModel}"/> as a singleton over a loader that blocks; it runs on a thread of its own.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="load">Makes the model. Its services come from a DI scope that is disposed after the model; the cache owns what it returns.</param>
    /// <param name="configure">Sets the options of this model.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="load"/> is null.</exception>
    /// <exception cref="InvalidOperationException">A model of this type was added before: wrap each of them in a type of its own.</exception>
    public static MemHygieneBuilder AddModel<TModel>(
        this MemHygieneBuilder builder,
        Func<IServiceProvider, TModel> load,
        Action<ModelCacheOptions>? configure = null)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(load);

        return builder.AddModel((services, _) => Task.FromResult(load(services)), configure);
    }

    /// <summary>Adds <see cref="ModelCache{TModel}"/> as a singleton over an asynchronous loader.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="load">
    /// Makes the model. Its services come from a DI scope that is disposed after the model; the cache owns what it returns. Its token is the load's own:
    /// cancelled when nobody waits any more, when the load takes too long, and when the cache is disposed.
    /// </param>
    /// <param name="configure">Sets the options of this model.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="load"/> is null.</exception>
    /// <exception cref="InvalidOperationException">A model of this type was added before: wrap each of them in a type of its own.</exception>
    public static MemHygieneBuilder AddModel<TModel>(
        this MemHygieneBuilder builder,
        Func<IServiceProvider, CancellationToken, Task<TModel>> load,
        Action<ModelCacheOptions>? configure = null)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(load);
        if (builder.Services.Any(service => service.ServiceType == typeof(ModelCache<TModel>)))
        {
            // Silence here would answer one model's questions with the other one.
            throw new InvalidOperationException($"A model of type {typeof(TModel)} was added before. Wrap each of the two in a type of its own.");
        }

        var name = typeof(TModel).ToString();
        builder.Services.AddOptions<ModelCacheOptions>(name).Configure(options => configure?.Invoke(options)).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ModelCacheOptions>, ModelCacheOptionsValidator>());
        builder.Services.AddSingleton(services => Create(services, name, load));
        builder.Services.AddSingleton<IHostedService>(services => new ModelPreloader<TModel>(
            services.GetRequiredService<ModelCache<TModel>>(),
            Options(services, name),
            services.GetRequiredService<ILogger<ModelCache<TModel>>>()));
        builder.AddConsumer(services => new ModelCacheConsumer<TModel>(
            services.GetRequiredService<ModelCache<TModel>>(),
            Options(services, name),
            services.GetRequiredService<TimeProvider>()));
        return builder;
    }

    private static ModelCache<TModel> Create<TModel>(
        IServiceProvider services,
        string name,
        Func<IServiceProvider, CancellationToken, Task<TModel>> load)
        where TModel : class
    {
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<ModelCache<TModel>>>();
        var loader = new ModelLoader<TModel>(load, services.GetRequiredService<IServiceScopeFactory>(), time, logger);
        return new ModelCache<TModel>(loader, Options(services, name), time, logger);
    }

    private static ModelCacheOptions Options(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<ModelCacheOptions>>().Get(name);
}
