using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// Puts a worker's parts into the app's host without a line in its builder code. Every host announces on a diagnostic listener that it is
/// about to be built, and hands itself over: the door by which test hosts and design-time tools come in. A hosting startup assembly would be the
/// documented way, but CreateSlimBuilder does not run them and whatever the app registers later, such as UseSockets, wins over them.
/// </summary>
internal sealed class HostBuildingHook(Worker worker) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Hosting = "Microsoft.Extensions.Hosting";
    private const string HostBuilding = "HostBuilding";

    public static void Install(Worker worker) => DiagnosticListener.AllListeners.Subscribe(new HostBuildingHook(worker));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Hosting)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: HostBuilding, Value: IHostBuilder builder })
        {
            builder.ConfigureServices((_, services) => Add(services));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Add(IServiceCollection services)
    {
        // A host without a server, such as one that only runs migrations, is none of ours.
        if (!services.Any(service => service.ServiceType == typeof(IServer)))
        {
            return;
        }

        services.AddSingleton(worker);
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, WorkerLifetime>());

        // Kestrel asks the factory that was registered last first.
        services.AddSingleton<IConnectionListenerFactory, SharedListenerFactory>();

        // QUIC has no socket that could be shared: without its transport Kestrel serves the end point's other protocols.
        services.RemoveAll<IMultiplexedConnectionListenerFactory>();

        // First in their lists: the counting is outermost, and what the app configures wins.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new RequestGate(worker)));
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(
            new ConfigureOptions<KestrelServerOptions>(kestrel => kestrel.Limits.KeepAliveTimeout = worker.Options.KeepAliveTimeout)));
    }
}
