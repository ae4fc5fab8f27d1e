using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>A connection that the drain waits for, around the socket transport's own.</summary>
internal sealed class TrackedConnection : ConnectionContext
{
    /// <summary>
    /// How long an HTTP/2 connection that has ended here waits for its client to close it. A client that has just chosen it for a request, and finds it closed before it has
    /// read the GOAWAY's meaning, gives the request up although it was never sent: .NET's HttpClient is one.
    /// </summary>
    internal static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly ConnectionContext _inner;
    private readonly Drain _drain;
    private readonly TimeProvider _time;
    private volatile bool _multiplexed;

    public TrackedConnection(ConnectionContext inner, Drain drain, TimeProvider time)
    {
        _inner = inner;
        _drain = drain;
        _time = time;
        Transport = new LingeringTransport(inner.Transport, this);
        inner.Features.Set(this);
        drain.Track(this);
    }

    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    public override IFeatureCollection Features => _inner.Features;

    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    /// <summary>The socket's, or what TLS has put in its place.</summary>
    public override IDuplexPipe Transport { get; set; }

    public override EndPoint? LocalEndPoint
    {
        get => _inner.LocalEndPoint;
        set => _inner.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _inner.RemoteEndPoint;
        set => _inner.RemoteEndPoint = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _inner.ConnectionClosed;
        set => _inner.ConnectionClosed = value;
    }

    /// <summary>Whether a request on it was HTTP/2.</summary>
    public bool IsMultiplexed => _multiplexed;

    /// <summary>A request on it was HTTP/2: it can be told to end without losing one.</summary>
    public void MarkMultiplexed()
    {
        if (!_multiplexed)
        {
            _multiplexed = true;
        }

        if (_drain.Begun)
        {
            CloseIfMultiplexed();
        }
    }

    /// <summary>Sends GOAWAY. On HTTP/1.1 the same call would close an idle connection under the client's next request, so there it does nothing.</summary>
    public void CloseIfMultiplexed()
    {
        if (_multiplexed)
        {
            Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }
    }

    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    public override void Abort() => _inner.Abort();

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_multiplexed)
            {
                await ClientClosesAsync().ConfigureAwait(false);
            }

            await _inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _drain.Untrack(this);
        }
    }

    private async Task ClientClosesAsync()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _inner.ConnectionClosed.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), closed);
        try
        {
            await closed.Task.WaitAsync(Linger, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It keeps connections that it was told to leave; this one ends now.
        }
    }
}
