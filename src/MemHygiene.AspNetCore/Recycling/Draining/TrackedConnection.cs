using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>A connection that the drain waits for, around the socket transport's own.</summary>
internal sealed class TrackedConnection : ConnectionContext
{
    private readonly ConnectionContext _inner;
    private readonly Drain _drain;
    private volatile bool _multiplexed;

    public TrackedConnection(ConnectionContext inner, Drain drain)
    {
        _inner = inner;
        _drain = drain;
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

    public override IDuplexPipe Transport
    {
        get => _inner.Transport;
        set => _inner.Transport = value;
    }

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
            await _inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _drain.Untrack(this);
        }
    }
}
