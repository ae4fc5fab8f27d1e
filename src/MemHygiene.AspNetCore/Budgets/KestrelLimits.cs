using MemHygiene.Budgets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Budgets;

/// <summary>Sets Kestrel's limits from the plan, and after it those that the section <c>Kestrel:Limits</c> names: the framework itself does not read them.</summary>
internal sealed class KestrelLimits(MemoryPlan plan, IConfiguration? configuration) : IConfigureOptions<KestrelServerOptions>
{
    private static readonly TimeSpan FrameworksKeepAlive = new KestrelServerLimits().KeepAliveTimeout;

    public void Configure(KestrelServerOptions options)
    {
        var limits = options.Limits;
        var server = plan.Server;
        limits.MaxConcurrentConnections = server.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = server.MaxUpgradedConnections;
        limits.MaxRequestBufferSize = server.RequestBufferBytes;
        limits.MaxResponseBufferSize = server.ResponseBufferBytes;
        limits.MaxRequestBodySize = server.MaxRequestBodyBytes;
        limits.Http2.MaxStreamsPerConnection = server.MaxStreamsPerConnection;

        // A worker's supervisor has an option of its own, which came first.
        if (limits.KeepAliveTimeout == FrameworksKeepAlive)
        {
            limits.KeepAliveTimeout = server.KeepAlive;
        }

        if (configuration is not null)
        {
            KestrelLimitsConfiguration.Apply(limits, configuration);
        }
    }
}
