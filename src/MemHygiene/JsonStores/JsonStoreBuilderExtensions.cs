using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MemHygiene;
using MemHygiene.JsonStores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the JSON stores.</summary>
public static class JsonStoreBuilderExtensions
{
    private const string ReflectionReason = "Reflects over the document type. Pass its JsonTypeInfo in trimmed and native programs.";

    /// <summary>
    /// Adds the singleton <see cref="JsonStore{T}"/> over a JSON file, with the serializer's defaults unless the options say otherwise.
    /// Repeating a call adds nothing but its options.
    /// </summary>
    /// <typeparam name="T">The document. One type is one file.</typeparam>
    /// <param name="builder">The result of <c>AddMemHygiene()</c>.</param>
    /// <param name="path">The file. A relative path is resolved now, against the current directory.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An argument is null, or the path is empty.</exception>
    /// <exception cref="InvalidOperationException">The document type has a store already, over another file.</exception>
    [RequiresUnreferencedCode(ReflectionReason)]
    [RequiresDynamicCode(ReflectionReason)]
    public static MemHygieneBuilder AddJsonStore<T>(this MemHygieneBuilder builder, string path, Action<JsonStoreOptions>? configure = null)
    {
        Add(builder, path, configure, options =>
        {
            var serializer = options.SerializerOptions ?? JsonSerializerOptions.Default;
            serializer.MakeReadOnly(populateMissingResolver: true);
            return (JsonTypeInfo<T>)serializer.GetTypeInfo(typeof(T));
        });
        return builder;
    }

    /// <summary>As the other overload, with type information from a source-generated context: for trimmed and native programs.</summary>
    /// <typeparam name="T">The document. One type is one file.</typeparam>
    /// <param name="builder">The result of <c>AddMemHygiene()</c>.</param>
    /// <param name="path">The file. A relative path is resolved now, against the current directory.</param>
    /// <param name="typeInfo">How the document is read and written.</param>
    /// <param name="configure">Changes the options; <see cref="JsonStoreOptions.SerializerOptions"/> must stay null.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An argument is null, or the path is empty.</exception>
    /// <exception cref="InvalidOperationException">The document type has a store already, over another file.</exception>
    public static MemHygieneBuilder AddJsonStore<T>(
        this MemHygieneBuilder builder, string path, JsonTypeInfo<T> typeInfo, Action<JsonStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);

        Add(builder, path, configure, _ => typeInfo).Validate(
            options => options.SerializerOptions is null,
            $"{nameof(JsonStoreOptions)}.{nameof(JsonStoreOptions.SerializerOptions)} of the store for {typeof(T)} is set, "
            + "but the store has type information of its own.");
        return builder;
    }

    private static OptionsBuilder<JsonStoreOptions> Add<T>(
        MemHygieneBuilder builder, string path, Action<JsonStoreOptions>? configure, Func<JsonStoreOptions, JsonTypeInfo<T>> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);

        var services = builder.Services;
        var fullPath = Path.GetFullPath(path);
        Claim<T>(services, fullPath);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JsonStoreOptions>, JsonStoreOptionsValidator>());
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<JsonStoreOptions>>().Get(typeof(T).ToString());
            var time = provider.GetRequiredService<TimeProvider>();
            return new JsonStore<T>(fullPath, typeInfo(options), options, time, provider.GetRequiredService<ILogger<JsonStore<T>>>());
        });
        builder.AddConsumer(provider => new JsonStoreConsumer<T>(provider.GetRequiredService<JsonStore<T>>()));
        return services.AddOptions<JsonStoreOptions>(typeof(T).ToString()).Configure(configure ?? (_ => { })).ValidateOnStart();
    }

    // A second file for the same type would silently never be read.
    private static void Claim<T>(IServiceCollection services, string fullPath)
    {
        var claim = services.FirstOrDefault(service => service.ServiceType == typeof(Claimed<T>))?.ImplementationInstance as Claimed<T>;
        if (claim is null)
        {
            services.AddSingleton(new Claimed<T>(fullPath));
        }
        else if (claim.Path != fullPath)
        {
            throw new InvalidOperationException(
                $"JsonStore<{typeof(T).Name}> is over '{claim.Path}' already. Give the document in '{fullPath}' a type of its own.");
        }
    }

    private sealed record Claimed<T>(string Path);
}
