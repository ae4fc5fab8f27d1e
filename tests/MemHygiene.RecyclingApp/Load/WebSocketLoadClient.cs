using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>
/// A WebSocket whose every message comes back. A server that leaves says so with close status 1001; the client then connects again and sends
/// the one message that was not answered. Any other end is a failure.
/// </summary>
internal sealed class WebSocketLoadClient(EndPoint endPoint, LoadResult result) : ILoadClient
{
    /// <summary>A server that leaves each time would otherwise keep a message for ever.</summary>
    private const int MaxCloses = 5;

    private readonly byte[] _buffer = new byte[256];
    private ClientWebSocket? _socket;

    public async Task RequestAsync(CancellationToken cancellationToken)
    {
        var message = Guid.NewGuid().ToString();
        for (var closes = 0; closes < MaxCloses; closes++)
        {
            _socket ??= await ConnectAsync(cancellationToken);
            await _socket.SendAsync(Encoding.ASCII.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            if (await ReceiveAsync(_socket, cancellationToken) is { } answer)
            {
                Answer.Check(200, answer, message);
                return;
            }

            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
            Dispose();
            result.Closed();
        }

        throw new IOException($"The message was not answered on {MaxCloses} connections.");
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<ClientWebSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.Proxy = null;
            await socket.ConnectAsync(new Uri($"ws://{endPoint}/ws"), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>The message, or null if the server has closed because it leaves.</returns>
    private async Task<string?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return socket.CloseStatus == WebSocketCloseStatus.EndpointUnavailable ? null : throw new IOException($"Closed with {(int?)socket.CloseStatus}.");
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return Encoding.ASCII.GetString(_buffer, 0, length);
            }

            if (length == _buffer.Length)
            {
                throw new IOException("A message came back that is longer than any that was sent.");
            }
        }
    }
}
