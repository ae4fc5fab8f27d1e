using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>One HTTP/1.1 connection that never retries: what a client library would hide shows as an exception.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private RawConnection(Stream stream) => _stream = stream;

    public static async Task<RawConnection> OpenAsync(EndPoint endPoint, CancellationToken cancellationToken) =>
        new(await ConnectAsync(endPoint, cancellationToken));

    /// <summary>The same over TLS, with a server whose certificate may be anyone's.</summary>
    public static async Task<RawConnection> OpenTlsAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var stream = new SslStream(await ConnectAsync(endPoint, cancellationToken));
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http11],
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            };
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
            return new RawConnection(stream);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public Task<RawResponse> GetAsync(string path, bool close, CancellationToken cancellationToken) =>
        SendAsync($"GET {path} HTTP/1.1\r\nHost: test\r\n{(close ? "Connection: close\r\n" : "")}\r\n", cancellationToken);

    public Task<RawResponse> PostAsync(string path, string body, CancellationToken cancellationToken) =>
        SendAsync($"POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {body.Length}\r\n\r\n{body}", cancellationToken);

    public async Task<RawResponse> SendAsync(string text, CancellationToken cancellationToken)
    {
        await WriteAsync(text, cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public async Task WriteAsync(string text, CancellationToken cancellationToken) => await _stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    public async Task<RawResponse> ReadAsync(CancellationToken cancellationToken)
    {
        var head = await ReadHeadAsync(cancellationToken);
        if (!head.Chunked)
        {
            return new RawResponse(head.Status, await ReadTextAsync(head.Length, cancellationToken), head.Closes);
        }

        var body = new StringBuilder();
        while (await ReadChunkAsync(cancellationToken) is { } chunk)
        {
            body.Append(chunk);
        }

        return new RawResponse(head.Status, body.ToString(), head.Closes);
    }

    public async Task<RawHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var status = int.Parse((await ReadLineAsync(cancellationToken)).AsSpan(9, 3), CultureInfo.InvariantCulture);
        var (length, chunked, closes) = (0, false, false);
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim();
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(value, CultureInfo.InvariantCulture);
            }
            else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                chunked = true;
            }
            else if (name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            {
                closes = value.Equals("close", StringComparison.OrdinalIgnoreCase);
            }
        }

        return new RawHead(status, length, chunked, closes);
    }

    /// <returns>The next chunk of a chunked body, or null after the last.</returns>
    public async Task<string?> ReadChunkAsync(CancellationToken cancellationToken)
    {
        var length = int.Parse(await ReadLineAsync(cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var chunk = await ReadTextAsync(length, cancellationToken);
        await ReadLineAsync(cancellationToken);
        return length == 0 ? null : chunk;
    }

    /// <returns>True if the server ended the connection, false if it sent something.</returns>
    public async Task<bool> ReadEndAsync(CancellationToken cancellationToken) => _start == _end && await FillAsync(cancellationToken) == 0;

    public void Dispose() => _stream.Dispose();

    private static async Task<NetworkStream> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var isTcp = endPoint is IPEndPoint;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, isTcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (isTcp)
            {
                socket.NoDelay = true;
            }

            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<string> ReadTextAsync(int length, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(length);
        while (length > 0)
        {
            await EnsureAsync(cancellationToken);
            var part = Math.Min(length, _end - _start);
            text.Append(Encoding.ASCII.GetString(_buffer, _start, part));
            _start += part;
            length -= part;
        }

        return text.ToString();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            await EnsureAsync(cancellationToken);
            var found = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var stop = found < 0 ? _end : found;
            line.Append(Encoding.ASCII.GetString(_buffer, _start, stop - _start));
            _start = found < 0 ? _end : found + 1;
            if (found >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_start == _end && await FillAsync(cancellationToken) == 0)
        {
            throw new IOException("The server ended the connection before the response was complete.");
        }
    }

    private async Task<int> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = 0;
        _end = await _stream.ReadAsync(_buffer, cancellationToken);
        return _end;
    }
}
