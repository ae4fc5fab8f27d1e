using System.Net;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling.Workers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling.Sockets;

/// <summary>Gives Kestrel, in a worker, listeners over the sockets that the supervisor owns. End points of other kinds are left to the other factories.</summary>
internal sealed class SharedListenerFactory(Worker worker, IOptions<SocketTransportOptions> options, ILoggerFactory loggerFactory)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string Key, int Slot)> _slots = [];

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var (key, slot) = TakeSlot(BindRequest.Key(endpoint));
        try
        {
            var socket = worker.Bind(endpoint, slot, options.Value.Backlog);
            var logger = loggerFactory.CreateLogger<SharedListener>();
            return new(new SharedListener(socket, worker.Drain, worker.WarmUp.AddListener(), options.Value, logger, () => ReturnSlot(key, slot)));
        }
        catch
        {
            ReturnSlot(key, slot);
            throw;
        }
    }

    private (string Key, int Slot) TakeSlot(string key)
    {
        lock (_gate)
        {
            var slot = 0;
            while (!_slots.Add((key, slot)))
            {
                slot++;
            }

            return (key, slot);
        }
    }

    /// <summary>Kestrel unbinds and binds again when its configuration is reloaded: it means the same socket then.</summary>
    private void ReturnSlot(string key, int slot)
    {
        lock (_gate)
        {
            _slots.Remove((key, slot));
        }
    }
}
