using System.Net.Sockets;

namespace MemHygiene.AspNetCore.Recycling.Sockets;

/// <summary>Binds a Unix socket, over the file of one that nobody listens on any more.</summary>
internal static class UnixSocketFile
{
    /// <exception cref="SocketException">It cannot be bound; somebody listens on it, or the file is none of a socket.</exception>
    public static void Bind(Socket socket, UnixDomainSocketEndPoint endPoint)
    {
        try
        {
            socket.Bind(endPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && NobodyListens(endPoint) && !CanBeOpened(endPoint.ToString()))
        {
            // Left behind by a supervisor that was killed. Apps that delete it themselves would do so in every worker, and cut off the others.
            File.Delete(endPoint.ToString());
            socket.Bind(endPoint);
        }
    }

    private static bool NobodyListens(UnixDomainSocketEndPoint endPoint)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    /// <summary>A connection to an ordinary file is refused as well; but a socket is what cannot be opened.</summary>
    private static bool CanBeOpened(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }
}
