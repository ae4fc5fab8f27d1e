using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>A server that answers requests byte for byte as the test says, wrong if need be: each with the next answer, the last one again and again.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly (string Bytes, bool Ends)[] _answers;
    private readonly Task _accepting;
    private int _requests;
    private int _accepted;

    /// <param name="answers">The bytes of each answer, and whether the connection ends after them.</param>
    public ScriptedServer(params (string Bytes, bool Ends)[] answers)
    {
        _answers = answers;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public EndPoint EndPoint => _listener.LocalEndpoint;

    public int Requests => _requests;

    public int Connections => Volatile.Read(ref _accepted);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();

        // Not before the loop has ended: it may be about to accept once more.
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);

                // Before it is served, which may go on for a while on this very thread: the client's test may be over by then.
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                while (await ReadRequestAsync(client.GetStream()))
                {
                    var (bytes, ends) = _answers[Math.Min(Interlocked.Increment(ref _requests), _answers.Length) - 1];
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes), _stop.Token);
                    if (ends)
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
            }
        }
    }

    /// <returns>False if the client ended the connection instead.</returns>
    private async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, bufferSize: 1, leaveOpen: true);
        var length = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line.AsSpan("Content-Length:".Length));
            }
            else if (line.Length == 0)
            {
                return length == 0 || await reader.ReadBlockAsync(new char[length], _stop.Token) == length;
            }
        }

        return false;
    }
}
