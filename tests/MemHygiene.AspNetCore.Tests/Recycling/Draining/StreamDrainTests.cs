using System.Net;
using System.Net.WebSockets;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Tests.RequestCleanup;
using MemHygiene.RecyclingApp.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.Recycling.Draining;

/// <summary>A worker's host in this process, over real connections, when the time of its streams is over.</summary>
public sealed class StreamDrainTests : IAsyncLifetime
{
    // More than all buffers on the way hold.
    private const int FloodBytes = 64 * 1024 * 1024;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly InProcessWorker _worker = new(new SupervisorOptions { StreamGrace = TimeSpan.Zero });
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogRecorder _log = new();
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0", "http://127.0.0.1:0");
        var endPoints = 0;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endPoint =>
            endPoint.Protocols = endPoints++ == 0 ? HttpProtocols.Http1 : HttpProtocols.Http2));
        _worker.AddTo(builder);
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Map("/ws", PushAsync);
        _app.Map("/events", context => AnswerAsync(context, "text/event-stream; charset=utf-8"));
        _app.Map("/flood", FloodAsync);
        _app.Map("/download", context => AnswerAsync(context, "application/octet-stream"));
        await _app.StartAsync(_cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _worker.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task WebSocket_OfAnyHttp_IsClosedWith1001AfterWhatTheAppSent(string version)
    {
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = new Version(version);
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await client.ConnectAsync(new Uri(Address(version, "ws") + "/ws"), invoker, _cancellation);
        await _begun.Task.WaitAsync(_cancellation);
        var buffer = new byte[16];

        _worker.Worker.Drain.Streams.BeginEnding();
        var message = await client.ReceiveAsync(buffer.AsMemory(), _cancellation);
        var close = await client.ReceiveAsync(buffer.AsMemory(), _cancellation);
        await client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, _cancellation);

        Assert.Equal((WebSocketMessageType.Text, WebSocketMessageType.Close), (message.MessageType, close.MessageType));
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task EventStream_OfAnyHttp_EndsProperly(string version)
    {
        using var client = new HttpClient();
        using var response = await OpenAsync(client, HttpMethod.Get, version, "/events");

        _worker.Worker.Drain.Streams.BeginEnding();
        var events = await response.Content.ReadAsStringAsync(_cancellation);

        Assert.Equal("begun", events);
        Assert.Equal(version == "1.1", response.Headers.ConnectionClose == true);
        Assert.DoesNotContain(_log.Events, entry => entry.Exception is not null);
    }

    [Fact]
    public async Task EventStream_WithAWriteUnderWay_EndsProperlyAfterIt()
    {
        using var client = new HttpClient();
        using var response = await OpenAsync(client, HttpMethod.Get, "1.1", "/flood");
        await _begun.Task.WaitAsync(_cancellation);

        _worker.Worker.Drain.Streams.BeginEnding();
        using var other = await OpenAsync(client, HttpMethod.Get, "1.1", "/events");
        await other.Content.ReadAsStringAsync(_cancellation);
        var events = await response.Content.ReadAsByteArrayAsync(_cancellation);

        Assert.Equal(FloodBytes, events.Length);
    }

    [Theory]
    [InlineData("GET", "/download")]
    [InlineData("POST", "/events")]
    public async Task OtherLongResponse_IsLeftAlone(string method, string path)
    {
        using var client = new HttpClient();
        using var response = await OpenAsync(client, new HttpMethod(method), "1.1", path);

        _worker.Worker.Drain.Streams.BeginEnding();
        using var stream = await OpenAsync(client, HttpMethod.Get, "1.1", "/events");
        await stream.Content.ReadAsStringAsync(_cancellation);
        _goOn.SetResult();

        Assert.Equal("begun, finished", await response.Content.ReadAsStringAsync(_cancellation));
    }

    [Fact]
    public async Task RequestAborted_ClientGoesAway_IsStillCancelled()
    {
        using (var connection = await RawConnection.OpenAsync(IPEndPoint.Parse(new Uri(_app.Urls.First()).Authority), _cancellation))
        {
            await connection.WriteAsync("GET /events HTTP/1.1\r\nHost: test\r\n\r\n", _cancellation);
            await _begun.Task.WaitAsync(_cancellation);
        }

        await _aborted.Task.WaitAsync(_cancellation);
    }

    private string Address(string version, string scheme) => _app.Urls.ElementAt(version == "1.1" ? 0 : 1).Replace("http", scheme, StringComparison.Ordinal);

    private async Task<HttpResponseMessage> OpenAsync(HttpClient client, HttpMethod method, string version, string path)
    {
        var request = new HttpRequestMessage(method, Address(version, "http") + path) { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _cancellation);
    }

    /// <summary>Sends one message and goes on to receive.</summary>
    private async Task PushAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync("begun"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
        _begun.TrySetResult();
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
    }

    /// <summary>Is in the middle of a write until its client reads.</summary>
    private async Task FloodAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var write = context.Response.Body.WriteAsync(new byte[FloodBytes], context.RequestAborted);
        _begun.TrySetResult();
        await write;
        await _goOn.Task.WaitAsync(context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, string contentType)
    {
        context.Response.ContentType = contentType;
        context.RequestAborted.Register(() => _aborted.TrySetResult());
        await context.Response.WriteAsync("begun", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        _begun.TrySetResult();
        await _goOn.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync(", finished", context.RequestAborted);
    }
}
