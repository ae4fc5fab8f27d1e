using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MemHygiene.AspNetCore.Recycling.Sockets;

/// <summary>
/// A listening socket as a worker names it. The slot tells end points apart that are equal but are not the same socket: an app may bind
/// 127.0.0.1:0 twice and means two ports.
/// </summary>
internal sealed record BindRequest(EndPoint EndPoint, int Slot, int Backlog)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Slot} {Backlog} {Key(EndPoint)}");

    public static string Key(EndPoint endPoint)
    {
        var address = endPoint.Serialize();
        return Convert.ToHexString(address.Buffer.Span[..address.Size]);
    }

    /// <exception cref="FormatException">The text is not one that <see cref="Text"/> wrote.</exception>
    public static BindRequest Parse(string text)
    {
        if (text.Split(' ') is not [var slot, var backlog, var key])
        {
            throw new FormatException($"'{text}' is not a request for a socket.");
        }

        var bytes = Convert.FromHexString(key);
        var family = new SocketAddress(AddressFamily.Unix, bytes.Length);
        bytes.CopyTo(family.Buffer);
        EndPoint blank = family.Family == AddressFamily.Unix
            ? new UnixDomainSocketEndPoint("/")
            : new IPEndPoint(family.Family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        return new BindRequest(blank.Create(family), int.Parse(slot, CultureInfo.InvariantCulture), int.Parse(backlog, CultureInfo.InvariantCulture));
    }
}
