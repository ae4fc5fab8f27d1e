using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Draining;

namespace MemHygiene.AspNetCore.Tests.Recycling.Draining;

/// <summary>Both ends of a WebSocket over a loopback connection; the test ends the server's as a worker that leaves does.</summary>
public sealed class DrainedWebSocketTests : IAsyncLifetime
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private DrainedWebSocket _server = null!;
    private WebSocket _client = null!;

    public async ValueTask InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connecting = new TcpClient();
        await connecting.ConnectAsync((IPEndPoint)listener.LocalEndpoint, _cancellation);
        var accepted = await listener.AcceptTcpClientAsync(_cancellation);
        _client = WebSocket.CreateFromStream(connecting.GetStream(), new WebSocketCreationOptions());
        var inner = WebSocket.CreateFromStream(accepted.GetStream(), new WebSocketCreationOptions { IsServer = true });
        _server = new DrainedWebSocket(inner, new OpenStreams(TimeSpan.Zero, TimeProvider.System));
    }

    public ValueTask DisposeAsync()
    {
        _server.Abort();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task End_BetweenMessages_ClosesWith1001()
    {
        await SendAsync("whole", endOfMessage: true);

        _server.End();

        Assert.Equal("whole", await ReceiveAsync());
        Assert.Equal("EndpointUnavailable", await ReceiveAsync());
        Assert.Equal(WebSocketState.CloseSent, _server.State);
    }

    [Fact]
    public async Task End_WithinAMessage_ClosesAfterIt()
    {
        await SendAsync("be", endOfMessage: false);

        _server.End();
        var before = _server.State;
        await SendAsync("gun", endOfMessage: true);

        Assert.Equal(WebSocketState.Open, before);
        Assert.Equal(["be", "gun", "EndpointUnavailable"], [await ReceiveAsync(), await ReceiveAsync(), await ReceiveAsync()]);
    }

    [Fact]
    public async Task Send_AfterEnd_IsTheUsualException()
    {
        _server.End();

        var exception = await Assert.ThrowsAsync<WebSocketException>(() => SendAsync("late", endOfMessage: true));

        Assert.Equal(WebSocketError.InvalidState, exception.WebSocketErrorCode);
    }

    [Fact]
    public async Task Receive_AfterEnd_GivesWhatTheClientSentAndItsClose()
    {
        _server.End();
        await _client.SendAsync("last"u8.ToArray(), WebSocketMessageType.Text, true, _cancellation);
        await _client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, _cancellation);
        var buffer = new byte[16];

        var message = await _server.ReceiveAsync(buffer.AsMemory(), _cancellation);
        var close = await _server.ReceiveAsync(buffer.AsMemory(), _cancellation);

        Assert.Equal((4, WebSocketMessageType.Close), (message.Count, close.MessageType));
    }

    [Fact]
    public async Task Close_ByTheAppAfterEnd_WaitsForTheClients()
    {
        _server.End();

        var closing = _server.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _cancellation);
        var seen = await ReceiveAsync();
        await _client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _cancellation);
        await closing;
        await _server.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _cancellation);

        Assert.Equal(("EndpointUnavailable", WebSocketState.Closed), (seen, _server.State));
    }

    [Fact]
    public async Task End_AfterTheAppsOwnClose_ChangesNothing()
    {
        await _server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _cancellation);

        _server.End();

        Assert.Equal("NormalClosure", await ReceiveAsync());
        Assert.False(_server.IsClosedByUs);
    }

    [Fact]
    public async Task Finish_AfterTheAppHasLeft_ReadsToTheClientsClose()
    {
        _server.End();
        _server.Dispose();
        await _client.SendAsync("unread"u8.ToArray(), WebSocketMessageType.Text, true, _cancellation);

        var finishing = _server.FinishAsync();
        var seen = await ReceiveAsync();
        await _client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, _cancellation);
        await finishing;

        Assert.Equal(("EndpointUnavailable", WebSocketState.Closed), (seen, _server.State));
    }

    [Fact]
    public async Task Finish_ClientIsGone_DoesNotThrow()
    {
        _server.End();
        _client.Abort();

        await _server.FinishAsync();

        Assert.Equal(WebSocketState.Aborted, _server.State);
    }

    private Task SendAsync(string text, bool endOfMessage) =>
        _server.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage, _cancellation).WaitAsync(_cancellation);

    /// <summary>What the client receives: a message's text, or a close's status.</summary>
    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[64];
        var received = await _client.ReceiveAsync(buffer.AsMemory(), _cancellation);
        return received.MessageType == WebSocketMessageType.Close ? _client.CloseStatus.ToString()! : Encoding.ASCII.GetString(buffer, 0, received.Count);
    }
}
