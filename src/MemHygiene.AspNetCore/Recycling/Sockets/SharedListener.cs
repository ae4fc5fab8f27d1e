using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using MemHygiene.AspNetCore.Recycling.Draining;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Sockets;

/// <summary>
/// Accepts from a socket that other processes accept from too. Accepting ends by a token only: disposing the socket while an accept is
/// pending would set SO_LINGER 0 on it, or end its listening, for all of them.
/// </summary>
internal sealed class SharedListener : IConnectionListener
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket;
    private readonly Drain _drain;
    private readonly ChannelReader<ConnectionContext> _warmUps;
    private readonly bool _noDelay;
    private readonly ILogger _logger;
    private readonly Action _unbound;
    private readonly SocketConnectionContextFactory _connections;
    private readonly CancellationTokenSource _stop;
    private int _ended;
    private int _released;

    public SharedListener(Socket socket, Drain drain, ChannelReader<ConnectionContext> warmUps, SocketTransportOptions options, ILogger logger, Action unbound)
    {
        _socket = socket;
        _drain = drain;
        _warmUps = warmUps;
        _noDelay = options.NoDelay;
        _logger = logger;
        _unbound = unbound;
        _connections = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions
            {
                IOQueueCount = options.IOQueueCount,
                MaxReadBufferSize = options.MaxReadBufferSize,
                MaxWriteBufferSize = options.MaxWriteBufferSize,
                UnsafePreferInlineScheduling = options.UnsafePreferInlineScheduling,
                WaitForDataBeforeAllocatingBuffer = options.WaitForDataBeforeAllocatingBuffer,
            },
            logger);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(drain.StopAccepting);
        EndPoint = socket.LocalEndPoint!;
        drain.AcceptLoopStarted();
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (await _warmUps.WaitToReadAsync(_stop.Token).ConfigureAwait(false) && _warmUps.TryRead(out var connection))
            {
                return connection;
            }

            await _drain.Opened.WaitAsync(_stop.Token).ConfigureAwait(false);
            return await AcceptOneAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            EndLoop();
            return null;
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _stop.Cancel();
            _unbound();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        EndLoop();
        _connections.Dispose();
        _stop.Dispose();
    }

    private async Task<ConnectionContext> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                var accepted = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                return Connect(accepted);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.InvalidArgument)
            {
                // The supervisor has ended the listening because everything stops; the word to drain is on its way.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token).ConfigureAwait(false);
            }
            catch (SocketException exception)
            {
                Log.AcceptFailed(_logger, exception);
                if (exception.SocketErrorCode is not (SocketError.ConnectionReset or SocketError.ConnectionAborted))
                {
                    // Out of descriptors, most likely: the next try would fail as fast.
                    await Task.Delay(AcceptPause, TimeProvider.System, _stop.Token).ConfigureAwait(false);
                }
            }
        }
    }

    private TrackedConnection Connect(Socket accepted)
    {
        try
        {
            if (EndPoint is IPEndPoint)
            {
                accepted.NoDelay = _noDelay;
            }

            return new TrackedConnection(_connections.Create(accepted), _drain, TimeProvider.System);
        }
        catch
        {
            accepted.Dispose();
            throw;
        }
    }

    private void EndLoop()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _drain.AcceptLoopEnded();
        }
    }
}
