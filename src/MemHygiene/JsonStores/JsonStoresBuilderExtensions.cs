using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MemHygiene;
using MemHygiene.JsonStores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of the JSON stores by key.</summary>
public static class JsonStoresBuilderExtensions
{
    private const string KeyPlace = "{key}";
    private const string ReflectionReason = "Reflects over the document type. Pass its JsonTypeInfo in trimmed and native programs.";

    /// <summary>Adds the singleton <see cref="JsonStores{T}"/> over one JSON file for each key. Repeating a call adds nothing but its options.</summary>
    /// <typeparam name="T">The document. One type is one folder.</typeparam>
    /// <param name="builder">The result of <c>AddMemHygiene()</c>.</param>
    /// <param name="path">The files, with <c>{key}</c> once, in the file's name. A relative path is resolved now, against the current directory. The folder must exist when it is saved to.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An argument is null, or the path has no <c>{key}</c> in its file name.</exception>
    /// <exception cref="InvalidOperationException">The document type has stores already, over other files.</exception>
    [RequiresUnreferencedCode(ReflectionReason)]
    [RequiresDynamicCode(ReflectionReason)]
    public static MemHygieneBuilder AddJsonStores<T>(this MemHygieneBuilder builder, string path, Action<JsonStoresOptions>? configure = null)
    {
        Add(builder, path, configure, options =>
        {
            var serializer = options.Documents.SerializerOptions ?? JsonSerializerOptions.Default;
            serializer.MakeReadOnly(populateMissingResolver: true);
            return (JsonTypeInfo<T>)serializer.GetTypeInfo(typeof(T));
        });
        return builder;
    }

    /// <summary>As the other overload, with type information from a source-generated context: for trimmed and native programs.</summary>
    /// <typeparam name="T">The document. One type is one folder.</typeparam>
    /// <param name="builder">The result of <c>AddMemHygiene()</c>.</param>
    /// <param name="path">The files, with <c>{key}</c> once, in the file's name. A relative path is resolved now, against the current directory. The folder must exist when it is saved to.</param>
    /// <param name="typeInfo">How the documents are read and written.</param>
    /// <param name="configure">Changes the options; the documents' <see cref="JsonStoreOptions.SerializerOptions"/> must stay null.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An argument is null, or the path has no <c>{key}</c> in its file name.</exception>
    /// <exception cref="InvalidOperationException">The document type has stores already, over other files.</exception>
    public static MemHygieneBuilder AddJsonStores<T>(
        this MemHygieneBuilder builder, string path, JsonTypeInfo<T> typeInfo, Action<JsonStoresOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);

        Add(builder, path, configure, _ => typeInfo).Validate(
            options => options.Documents.SerializerOptions is null,
            $"{nameof(JsonStoreOptions)}.{nameof(JsonStoreOptions.SerializerOptions)} of the stores for {typeof(T)} is set, but they have type information of their own.");
        return builder;
    }

    private static OptionsBuilder<JsonStoresOptions> Add<T>(
        MemHygieneBuilder builder, string path, Action<JsonStoresOptions>? configure, Func<JsonStoresOptions, JsonTypeInfo<T>> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.Split(KeyPlace).Length != 2 || !Path.GetFileName(path).Contains(KeyPlace, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{path}' must have {KeyPlace} once, in the file's name.", nameof(path));
        }

        var services = builder.Services;
        var fullPath = Path.GetFullPath(path);
        Claim<T>(services, fullPath);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JsonStoresOptions>, JsonStoresOptionsValidator>());
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<JsonStoresOptions>>().Get(typeof(T).ToString());
            return new JsonStores<T>(
                fullPath, typeInfo(options), options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<JsonStores<T>>>());
        });
        builder.AddConsumer(provider => new JsonStoresConsumer<T>(provider.GetRequiredService<JsonStores<T>>()));
        return services.AddOptions<JsonStoresOptions>(typeof(T).ToString()).Configure(configure ?? (_ => { })).ValidateOnStart();
    }

    // A second folder for the same type would silently never be read.
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
                $"JsonStores<{typeof(T).Name}> are over '{claim.Path}' already. Give the documents in '{fullPath}' a type of their own.");
        }
    }

    private sealed record Claimed<T>(string Path);
}
