using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MemHygiene.RecyclingApp.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>The client that counts failures, over TLS, HTTP/2 and WebSockets: against a plain Kestrel in this process.</summary>
public sealed class LoadProtocolTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private int _requests;

    [Theory]
    [InlineData(LoadKind.HttpsPost, HttpProtocols.Http1)]
    [InlineData(LoadKind.Https2, HttpProtocols.Http2)]
    public async Task Requests_OverTls_AreAnsweredWhateverTheCertificate(object kind, HttpProtocols protocols)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        await using var app = await StartAsync(protocols, EchoAsync, listen => listen.UseHttps(certificate));

        var result = await new LoadRun((LoadKind)kind, 2, 6).RunAsync(EndPointOf(app), _cancellation);

        Assert.Empty(result.Failures);
        Assert.Equal((6, 6), (result.AnsweredCount, _requests));
    }

    [Fact]
    public async Task Http2Requests_WhoseStreamsAreReset_FailAndAreNotSentAgain()
    {
        await using var app = await StartAsync(HttpProtocols.Http2, context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                return EchoAsync(context);
            }

            context.Abort();
            return Task.CompletedTask;
        });

        var result = await new LoadRun(LoadKind.Http2, 1, 4).RunAsync(EndPointOf(app), _cancellation);

        Assert.Equal((2, 2, 4), (result.AnsweredCount, result.Failures.Count, _requests));
    }

    [Fact]
    public async Task Message_LeftUnansweredByAServerThatGoesAway_IsSentAgain()
    {
        await using var app = await StartAsync(HttpProtocols.Http1, context => EchoTwiceAsync(context, WebSocketCloseStatus.EndpointUnavailable));

        var result = await new LoadRun(LoadKind.WebSocketMessage, 1, 6).RunAsync(EndPointOf(app), _cancellation);

        Assert.Empty(result.Failures);
        Assert.Equal((6, 2), (result.AnsweredCount, result.CloseCount));
    }

    [Fact]
    public async Task Message_LeftUnansweredByAServerThatClosesOtherwise_Fails()
    {
        await using var app = await StartAsync(HttpProtocols.Http1, context => EchoTwiceAsync(context, WebSocketCloseStatus.InternalServerError));

        var result = await new LoadRun(LoadKind.WebSocketMessage, 1, 3).RunAsync(EndPointOf(app), _cancellation);

        Assert.Equal("Closed with 1011.", Assert.Single(result.Failures));
        Assert.Equal((2, 0), (result.AnsweredCount, result.CloseCount));
    }

    [Fact]
    public async Task WebSocket_ThatIsRefused_Fails()
    {
        await using var app = await StartAsync(HttpProtocols.Http1, EchoAsync);

        var result = await new LoadRun(LoadKind.WebSocketMessage, 1, 2).RunAsync(EndPointOf(app), _cancellation);

        Assert.Equal((0, 2), (result.AnsweredCount, result.Failures.Count));
    }

    private static EndPoint EndPointOf(WebApplication app) => IPEndPoint.Parse(app.Urls.Single().Split("://")[1]);

    private async Task<WebApplication> StartAsync(HttpProtocols protocols, RequestDelegate handle, Action<ListenOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            configure?.Invoke(listen);
        }));
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return handle(context);
        });
        await app.StartAsync(_cancellation);
        return app;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        await context.Response.WriteAsync(body.Length > 0 ? body : "ok", context.RequestAborted);
    }

    /// <summary>Answers two messages, and the third with the close.</summary>
    private static async Task EchoTwiceAsync(HttpContext context, WebSocketCloseStatus status)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[256];
        for (var message = 0; message < 3; message++)
        {
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close || message == 2)
            {
                break;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        }

        await socket.CloseAsync(status, null, context.RequestAborted);
    }
}
