using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Benchmarks;

/// <summary>Kestrel behind one keep-alive connection made of pipes that run inline: its request loop and nothing of the operating system's sockets.</summary>
internal sealed class InMemoryKestrel : IDisposable
{
    private readonly WebApplication _app;
    private readonly IDuplexPipe _client;

    private InMemoryKestrel(WebApplication app, IDuplexPipe client)
    {
        _app = app;
        _client = client;
    }

    /// <summary>Blocks: the in-process toolchain goes on without waiting for the task of a setup.</summary>
    public static InMemoryKestrel Start(Action<IServiceCollection> register, Action<WebApplication> map)
    {
        var inline = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        var (requests, responses) = (new Pipe(inline), new Pipe(inline));
        var client = new Duplex(responses.Reader, requests.Writer);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IConnectionListenerFactory>(new Listener(
            new DefaultConnectionContext("pipes", new Duplex(requests.Reader, responses.Writer), client)));
        register(builder.Services);
        var app = builder.Build();
        map(app);
        app.StartAsync().GetAwaiter().GetResult();
        return new InMemoryKestrel(app, client);
    }

    public static byte[] Request(string path, string headers = "") => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n");

    /// <summary>Sends a request whose response has no body, and returns the length of the response's head.</summary>
    public async ValueTask<long> SendAsync(byte[] request, Action<string>? head = null)
    {
        await _client.Output.WriteAsync(request);
        while (true)
        {
            var read = await _client.Input.ReadAsync();
            var length = read.Buffer.Length;
            if (EndsWithEmptyLine(read.Buffer))
            {
                head?.Invoke(Encoding.ASCII.GetString(read.Buffer));
                _client.Input.AdvanceTo(read.Buffer.End);
                return length;
            }

            _client.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public void Dispose()
    {
        _client.Output.Complete();
        _app.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static bool EndsWithEmptyLine(System.Buffers.ReadOnlySequence<byte> buffer)
    {
        Span<byte> tail = stackalloc byte[4];
        if (buffer.Length < tail.Length)
        {
            return false;
        }

        System.Buffers.BuffersExtensions.CopyTo(buffer.Slice(buffer.Length - tail.Length), tail);
        return tail.SequenceEqual("\r\n\r\n"u8);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Listener : IConnectionListenerFactory, IConnectionListener
    {
        private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();

        public Listener(ConnectionContext only) => _connections.Writer.TryWrite(only);

        public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            EndPoint = endpoint;
            return new(this);
        }

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out var connection) ? connection : null;

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _connections.Writer.TryComplete();
            return default;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
