using System.Net;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling.Systemd;

namespace MemHygiene.AspNetCore.Recycling.Sockets;

/// <summary>
/// The supervisor's listening sockets: bound when the first worker asks, kept for as long as the supervisor lives, so that a port is
/// never without a listener between two workers. Those that systemd passed are handed on instead of bound, and left to it at the end.
/// Thread-safe: each worker's reading thread asks on its own.
/// </summary>
internal sealed class SharedListenSockets(ActivatedSockets? activated = null) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Key, int Slot), Socket> _sockets = [];
    private bool _stopped;

    /// <exception cref="SocketException">The end point cannot be bound.</exception>
    public Socket Get(BindRequest request, out bool boundNow)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                throw new SocketException((int)SocketError.Shutdown);
            }

            var name = (BindRequest.Key(request.EndPoint), request.Slot);
            boundNow = false;
            if ((activated?.Find(request) ?? _sockets.GetValueOrDefault(name)) is { } socket)
            {
                return socket;
            }

            socket = BindOrExplain(request);
            _sockets.Add(name, socket);
            boundNow = true;
            return socket;
        }
    }

    /// <summary>A worker is ready, and has asked for all that it wants.</summary>
    public void WarnOfUnused()
    {
        lock (_gate)
        {
            activated?.WarnOfUnused();
        }
    }

    /// <summary>New connections are refused from now on, in every worker, instead of waiting for nobody. Those to systemd's sockets wait for the service's next start.</summary>
    public void StopListening()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var socket in _sockets.Values)
            {
                socket.Shutdown(SocketShutdown.Both);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var socket in _sockets.Values)
            {
                socket.Dispose();
            }

            _sockets.Clear();
        }
    }

    private Socket BindOrExplain(BindRequest request)
    {
        try
        {
            return Bind(request);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            activated?.ExplainConflict(request.EndPoint);
            throw;
        }
    }

    private static Socket Bind(BindRequest request)
    {
        var protocol = request.EndPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
        var socket = new Socket(request.EndPoint.AddressFamily, SocketType.Stream, protocol);
        try
        {
            if (request.EndPoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any))
            {
                // Kestrel means both families by it.
                socket.DualMode = true;
            }

            if (request.EndPoint is UnixDomainSocketEndPoint file)
            {
                UnixSocketFile.Bind(socket, file);
            }
            else
            {
                socket.Bind(request.EndPoint);
            }

            socket.Listen(request.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
