using System.Net.WebSockets;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>
/// A WebSocket that the worker can close between two of the app's messages: what the app has begun to send goes out first, then the close frame.
/// From then on the app sees what it sees on any WebSocket whose close it has sent: it can receive, and sending throws.
/// </summary>
internal sealed class DrainedWebSocket : WebSocket, IOpenStream
{
    private const WebSocketCloseStatus Status = WebSocketCloseStatus.EndpointUnavailable;
    private const string Reason = "The server is being replaced.";

    private readonly WebSocket _inner;
    private readonly OpenStreams _streams;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _closeSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sending;
    private bool _withinMessage;
    private bool _due;
    private bool _closing;
    private bool _closedByApp;
    private bool _disposed;

    public DrainedWebSocket(WebSocket inner, OpenStreams streams)
    {
        _inner = inner;
        _streams = streams;
        streams.Add(this);
    }

    public bool IsClosedByUs
    {
        get
        {
            lock (_gate)
            {
                return _closing;
            }
        }
    }

    public override WebSocketCloseStatus? CloseStatus => _inner.CloseStatus;

    public override string? CloseStatusDescription => _inner.CloseStatusDescription;

    public override string? SubProtocol => _inner.SubProtocol;

    public override WebSocketState State =>
        _inner.State is var state && state == WebSocketState.Open && IsClosedByUs ? WebSocketState.CloseSent : state;

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        _inner.ReceiveAsync(buffer, cancellationToken);

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _inner.ReceiveAsync(buffer, cancellationToken);

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer, messageType, endOfMessage ? WebSocketMessageFlags.EndOfMessage : WebSocketMessageFlags.None, cancellationToken);

    public override async ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, WebSocketMessageFlags messageFlags, CancellationToken cancellationToken)
    {
        BeginSend();
        var sent = false;
        try
        {
            await _inner.SendAsync(buffer, messageType, messageFlags, cancellationToken).ConfigureAwait(false);
            sent = true;
        }
        finally
        {
            EndSend(sent, messageFlags.HasFlag(WebSocketMessageFlags.EndOfMessage));
        }
    }

    public override async Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        if (!TryCloseByApp())
        {
            // Ours stands for the app's. What is left to do is to wait for the client's, unless that has come.
            await _closeSent.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_inner.State != WebSocketState.CloseSent)
            {
                return;
            }
        }

        await _inner.CloseAsync(closeStatus, statusDescription, cancellationToken).ConfigureAwait(false);
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        TryCloseByApp() ? _inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken) : _closeSent.Task.WaitAsync(cancellationToken);

    public override void Abort() => _inner.Abort();

    /// <summary>The stream below goes with its request. If the close is ours, <see cref="FinishAsync"/> needs it a little longer.</summary>
    public override void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            if (_closing)
            {
                return;
            }

            _closedByApp = true;
        }

        _inner.Dispose();
    }

    public void End()
    {
        lock (_gate)
        {
            _due = true;
        }

        CloseIfDue();
    }

    /// <summary>
    /// The app has left the request. If the close is ours the client's is waited for, and what it sent before is read: closed over unread data, the
    /// connection would be reset, and the client could lose messages that it has not read yet.
    /// </summary>
    public async Task FinishAsync()
    {
        _streams.Remove(this);
        if (!TryCloseByApp())
        {
            await _closeSent.Task.ConfigureAwait(false);
            await ReceiveCloseAsync().ConfigureAwait(false);
            if (_disposed)
            {
                _inner.Dispose();
            }
        }
    }

    private void BeginSend()
    {
        lock (_gate)
        {
            if (_closing)
            {
                throw new WebSocketException(WebSocketError.InvalidState, "The WebSocket is closed: the worker that it belongs to is being replaced.");
            }

            _sending++;
        }
    }

    private void EndSend(bool sent, bool endOfMessage)
    {
        lock (_gate)
        {
            _sending--;
            _withinMessage = sent ? !endOfMessage : _withinMessage;
        }

        CloseIfDue();
    }

    private bool TryCloseByApp()
    {
        lock (_gate)
        {
            _closedByApp |= !_closing;
            return _closedByApp;
        }
    }

    private void CloseIfDue()
    {
        lock (_gate)
        {
            if (!_due || _closing || _closedByApp || _sending > 0 || _withinMessage || _inner.State != WebSocketState.Open)
            {
                return;
            }

            _closing = true;
        }

        _ = SendCloseAsync();
    }

    private async Task SendCloseAsync()
    {
        try
        {
            await _inner.CloseOutputAsync(Status, Reason, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLost(exception))
        {
            // Then there is nobody left to tell.
        }
        finally
        {
            _closeSent.TrySetResult();
        }
    }

    private async Task ReceiveCloseAsync()
    {
        var rest = new byte[1024];
        try
        {
            while (_inner.State == WebSocketState.CloseSent)
            {
                await _inner.ReceiveAsync(rest.AsMemory(), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsLost(exception))
        {
            // The client went without a word.
        }
    }

    private static bool IsLost(Exception exception) =>
        exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
