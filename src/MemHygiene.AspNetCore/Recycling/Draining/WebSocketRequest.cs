using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>A request that may become a WebSocket, by an upgrade on HTTP/1.1 or by the extended CONNECT on HTTP/2; the WebSocket that it accepts is one that can be drained.</summary>
internal sealed class WebSocketRequest(OpenStreams streams) : IHttpWebSocketFeature
{
    private IHttpWebSocketFeature? _inner;
    private DrainedWebSocket? _socket;

    public bool IsWebSocketRequest => _inner!.IsWebSocketRequest;

    public static bool IsOne(IFeatureCollection features) =>
        features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    public async Task RunAsync(DefaultHttpContext context, RequestDelegate next)
    {
        context.Initialize(new WebSocketFeatures(context.Features, this));
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (WebSocketException) when (_socket is { IsClosedByUs: true })
        {
            // The app went on to send, and nobody caught it. That is our doing and no error of the app's.
        }
        finally
        {
            if (_socket is { } socket)
            {
                await socket.FinishAsync().ConfigureAwait(false);
            }
        }
    }

    public IHttpWebSocketFeature Wrap(IHttpWebSocketFeature feature)
    {
        _inner = feature;
        return this;
    }

    public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
    {
        _socket = new DrainedWebSocket(await _inner!.AcceptAsync(context).ConfigureAwait(false), streams);
        return _socket;
    }
}
