using System.Net.Sockets;
using System.Text;

namespace MemHygiene.AspNetCore.Tests.Recycling.Systemd;

/// <summary>The service manager's end of NOTIFY_SOCKET: a real datagram socket, at a path or an abstract name.</summary>
internal sealed class NotifyServer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[4096];
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"memhygiene-notify-{Guid.NewGuid():N}");

    public NotifyServer(bool isAbstract = false)
    {
        Address = isAbstract ? "@" + Path.GetFileName(_path) : _path;
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + Path.GetFileName(_path) : _path));
    }

    public string Address { get; }

    public async Task<string[]> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = await _socket.ReceiveAsync(_buffer, cancellationToken);
        return Encoding.UTF8.GetString(_buffer, 0, length).Split('\n');
    }

    /// <summary>Waits for a message with the line.</summary>
    public async Task<string[]> ReceiveAsync(string line, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await ReceiveAsync(cancellationToken);
            if (message.Contains(line))
            {
                return message;
            }
        }
    }

    /// <summary>Everything that was sent and not read yet.</summary>
    public string[] ReceiveAll()
    {
        var messages = new List<string>();
        while (_socket.Available > 0)
        {
            messages.Add(Encoding.UTF8.GetString(_buffer, 0, _socket.Receive(_buffer)));
        }

        return [.. messages];
    }

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_path);
    }
}
