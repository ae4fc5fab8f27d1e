namespace MemHygiene.CodeFixes.Tests.Verification;

internal static class ContractSource
{
    public const string Text = """
        using System;
        using System.Net.Http;
        using System.Text.Json;
        using System.Text.Json.Serialization.Metadata;
        using System.Threading;
        using System.Threading.Tasks;
        using MemHygiene;
        using MemHygiene.Http;
        using MemHygiene.JsonStores;
        using MemHygiene.Models;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        namespace MemHygiene
        {
            public sealed class MemHygieneBuilder { public IServiceCollection Services => null!; }
        }

        namespace MemHygiene.Models
        {
            public sealed class ModelCacheOptions { }
            public sealed class ModelCache<TModel> where TModel : class
            {
                public ModelLease<TModel> Lease(CancellationToken ct = default) => default;
                public ValueTask<ModelLease<TModel>> LeaseAsync(CancellationToken ct = default) => default;
            }
            public readonly struct ModelLease<TModel> : IDisposable where TModel : class { public TModel Value => null!; public void Dispose() { } }
        }

        namespace MemHygiene.JsonStores
        {
            public sealed class JsonStoreOptions { public JsonSerializerOptions? SerializerOptions { get; set; } }
            public sealed class JsonStore<T>
            {
                public T Read() => default!;
                public ValueTask<T> ReadAsync(CancellationToken ct = default) => default;
                public void Save(T document) { }
                public Task SaveAsync(T document, CancellationToken ct = default) => Task.CompletedTask;
            }
        }

        namespace MemHygiene.Http
        {
            public sealed class HandlerPoolOptions { }
            public sealed class HandlerPool { public HttpClient CreateClient() => null!; }
        }

        namespace Microsoft.Extensions.Hosting
        {
            public static class MemHygieneHostApplicationBuilderExtensions { public static MemHygieneBuilder AddMemHygiene(this IHostApplicationBuilder builder) => null!; }
        }

        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class MemHygieneServiceCollectionExtensions { public static MemHygieneBuilder AddMemHygiene(this IServiceCollection services) => null!; }
            public static class ModelBuilderExtensions
            {
                public static MemHygieneBuilder AddModel<TModel>(this MemHygieneBuilder b, Func<IServiceProvider, TModel> load, Action<ModelCacheOptions>? configure = null) where TModel : class => b;
                public static MemHygieneBuilder AddModel<TModel>(this MemHygieneBuilder b, Func<IServiceProvider, CancellationToken, Task<TModel>> load, Action<ModelCacheOptions>? configure = null) where TModel : class => b;
            }
            public static class JsonStoreBuilderExtensions
            {
                public static MemHygieneBuilder AddJsonStore<T>(this MemHygieneBuilder b, string path, Action<JsonStoreOptions>? configure = null) => b;
                public static MemHygieneBuilder AddJsonStore<T>(this MemHygieneBuilder b, string path, JsonTypeInfo<T> typeInfo, Action<JsonStoreOptions>? configure = null) => b;
            }
            public static class HandlerPoolBuilderExtensions { public static MemHygieneBuilder AddHandlerPool(this MemHygieneBuilder b, Action<HandlerPoolOptions>? configure = null) => b; }
            public static class SessionsBuilderExtensions { public static MemHygieneBuilder AddSessions(this MemHygieneBuilder b, Action<object>? configure = null) => b; }
        }

        namespace Microsoft.AspNetCore.Http
        {
            public static class SessionIfChangedExtensions
            {
                public static void SetStringIfChanged(this ISession session, string key, string value) { }
                public static void SetInt32IfChanged(this ISession session, string key, int value) { }
                public static void SetIfChanged(this ISession session, string key, byte[] value) { }
            }
        }
        """;
}
