using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace MemHygiene.AspNetCore.Recycling.Workers;

/// <summary>A connection without a network: one request goes in, the beginning of its answer comes out.</summary>
internal sealed class MemoryConnection : IAsyncDisposable
{
    private const int BeginningBytes = 64;

    private readonly Pipe _toServer = new();
    private readonly Pipe _fromServer = new();

    public MemoryConnection()
    {
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        ServersEnd = new Server(new Ends(_toServer.Reader, _fromServer.Writer), new Ends(_fromServer.Reader, _toServer.Writer))
        {
            LocalEndPoint = loopback,
            RemoteEndPoint = loopback,
        };
    }

    public ConnectionContext ServersEnd { get; }

    /// <summary>Sends the request, and reads until the server closes.</summary>
    /// <returns>The first bytes of the answer.</returns>
    public async Task<string> AskAsync(ReadOnlyMemory<byte> request)
    {
        await _toServer.Writer.WriteAsync(request).ConfigureAwait(false);
        var beginning = "";
        while (true)
        {
            var read = await _fromServer.Reader.ReadAsync().ConfigureAwait(false);
            if (beginning.Length < BeginningBytes)
            {
                beginning += Encoding.Latin1.GetString(read.Buffer.Slice(0, Math.Min(BeginningBytes, read.Buffer.Length)).ToArray());
            }

            _fromServer.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return beginning;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync().ConfigureAwait(false);
        await _fromServer.Reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Kestrel disposes a connection when it is done with it, and leaves it to the transport to say so to the other end.</summary>
    private sealed class Server(IDuplexPipe transport, IDuplexPipe application) : DefaultConnectionContext("warm-up", transport, application)
    {
        private readonly IDuplexPipe _transport = transport;

        public override async ValueTask DisposeAsync()
        {
            await _transport.Input.CompleteAsync().ConfigureAwait(false);
            await _transport.Output.CompleteAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class Ends(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
