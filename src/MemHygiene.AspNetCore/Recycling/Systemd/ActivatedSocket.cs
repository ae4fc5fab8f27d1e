using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MemHygiene.AspNetCore.Recycling.Processes;

namespace MemHygiene.AspNetCore.Recycling.Systemd;

/// <summary>
/// A listening socket that systemd opened and keeps open: this process only passes it on. It is neither closed nor shut down here, which would end its listening for systemd too; connections
/// that come while the service is down wait in its queue.
/// </summary>
internal sealed class ActivatedSocket
{
    private ActivatedSocket(Socket socket, string name)
    {
        Socket = socket;
        Name = name;
    }

    public Socket Socket { get; }

    /// <summary>What LISTEN_FDNAMES calls it: <c>FileDescriptorName=</c> of the socket unit, else the unit's name.</summary>
    public string Name { get; }

    private EndPoint EndPoint => Socket.LocalEndPoint!;

    /// <summary>Takes over an inherited descriptor, and keeps it from the processes that this one starts.</summary>
    /// <exception cref="InvalidOperationException">It is not a listening stream socket; the message says what is wrong.</exception>
    public static ActivatedSocket Adopt(int descriptor, string name)
    {
        if (Native.Control(descriptor, Native.SetDescriptorFlags, Native.CloseOnExecFlag) < 0)
        {
            throw new InvalidOperationException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }

        try
        {
            var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: false));
            return IsListeningStream(socket)
                ? new ActivatedSocket(socket, name)
                : throw new InvalidOperationException("it is not a listening stream socket (ListenStream=, with Accept=no)");
        }
        catch (SocketException exception)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    /// <summary>Whether it listens where the worker wants to, and nowhere else.</summary>
    public bool Is(EndPoint wanted) => (EndPoint, wanted) switch
    {
        (IPEndPoint own, IPEndPoint other) => own.Port == other.Port && Unmapped(own.Address).Equals(Unmapped(other.Address)),
        (UnixDomainSocketEndPoint own, UnixDomainSocketEndPoint other) => FullPath(own) == FullPath(other),
        _ => false,
    };

    /// <summary>Whether both mean all addresses of the machine, once of both families and once of IPv4 only.</summary>
    public bool IsWildcardLike(EndPoint wanted) =>
        (EndPoint, wanted) is (IPEndPoint own, IPEndPoint other)
        && own.Port == other.Port
        && IsWildcard(own.Address)
        && IsWildcard(other.Address)
        && (own.Address.Equals(IPAddress.Any) || Socket.DualMode);

    /// <summary>Whether no other socket can be bound there as long as this one listens.</summary>
    public bool IsInTheWayOf(EndPoint wanted) => Is(wanted) || ((EndPoint, wanted) is (IPEndPoint own, IPEndPoint other) && own.Port == other.Port);

    public override string ToString() => $"{EndPoint} ({Name})";

    private static bool IsListeningStream(Socket socket) =>
        socket is { SocketType: SocketType.Stream, LocalEndPoint: not null }
        && socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection) is not 0;

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Abstract names, which begin with '@' here, are no paths.</summary>
    private static string FullPath(UnixDomainSocketEndPoint endPoint) =>
        endPoint.ToString() is var path && path.StartsWith('@') ? path : Path.GetFullPath(path);
}
