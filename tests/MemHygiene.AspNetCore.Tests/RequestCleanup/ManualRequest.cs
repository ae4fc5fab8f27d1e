using MemHygiene.AspNetCore.RequestCleanup;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.AspNetCore.Tests.RequestCleanup;

/// <summary>One connection's requests on the test's own thread: reuses its context and its stack of completion callbacks, as Kestrel does.</summary>
internal sealed class ManualRequest
{
    private readonly Completions _completions = new();
    private readonly FeatureCollection _features = new();

    public ManualRequest(IServiceProvider services)
    {
        _features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        _features.Set<IHttpResponseFeature>(_completions);
        _features.Set<IServiceProvidersFeature>(new Providers { RequestServices = services });
        Context = new DefaultHttpContext(_features);
    }

    public HttpContext Context { get; }

    public static ServiceProvider Services(Action<RequestCleanupOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var services = new ServiceCollection();
        services.AddMemHygiene().AddRequestCleanup(configure);
        register?.Invoke(services);
        return services.BuildServiceProvider();
    }

    /// <summary>The server's part at the end; the features stay as they are until <see cref="Reset"/>.</summary>
    public void End() => _completions.Fire();

    public void Reset() => _features.Set<CleanupRegistry>(null);

    private sealed class Completions : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _callbacks = new();

        public override void OnCompleted(Func<object, Task> callback, object state) => _callbacks.Push((callback, state));

        public void Fire()
        {
            while (_callbacks.TryPop(out var entry))
            {
                entry.Callback(entry.State).GetAwaiter().GetResult();
            }
        }
    }

    private sealed class Providers : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }
}
