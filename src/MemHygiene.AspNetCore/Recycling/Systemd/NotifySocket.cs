using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Systemd;

/// <summary>The way to the service manager: one datagram for each message.</summary>
internal sealed class NotifySocket : IDisposable
{
    private const int SendMilliseconds = 1000;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = SendMilliseconds };
    private readonly UnixDomainSocketEndPoint _manager;
    private readonly ILogger _logger;
    private bool _warned;

    private NotifySocket(string address, ILogger logger)
    {
        _manager = new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address);
        _logger = logger;
    }

    /// <param name="address">A path, or '@' and an abstract name.</param>
    /// <param name="logger">Hears why not.</param>
    public static NotifySocket? Open(string address, ILogger logger)
    {
        try
        {
            if (address[0] is '/' or '@')
            {
                return new NotifySocket(address, logger);
            }

            SystemdLog.NotToldOf(logger, address, "it is neither a path nor an abstract name");
        }
        catch (ArgumentException exception)
        {
            SystemdLog.NotToldOf(logger, address, exception.Message);
        }

        return null;
    }

    public void Send(string message)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message), _manager);
        }
        catch (SocketException exception)
        {
            if (!_warned)
            {
                _warned = true;
                SystemdLog.NotTold(_logger, exception.Message);
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
