using MemHygiene.AspNetCore.Recycling.Draining;
using MemHygiene.AspNetCore.Recycling.Sockets;
using MemHygiene.Budgets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling.Workers;

/// <summary>What a worker's host gets on top of, and partly before, what the app has registered.</summary>
internal static class WorkerServices
{
    public static void Add(IServiceCollection services, Worker worker)
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
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<MemoryPlanOptions>>(
            new ConfigureOptions<MemoryPlanOptions>(plan => plan.Workers = Math.Max(1, worker.Options.WorkerCount))));
    }
}
