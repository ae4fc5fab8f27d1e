using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>Real workers, replaced under WebSockets and event streams.</summary>
public sealed class StreamReplacementTests
{
    private const int Clients = 8;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task WebSockets_WhileWorkersAreReplaced_AreClosedWith1001AndLoseNoAnswer()
    {
        await using var app = RecyclingApp.Start("--workers 2 --stream-grace 1 --keep-alive 60");
        await app.ReadyAsync(2, _cancellation);
        var sessions = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => EchoAsync(app)));

        await ReplaceAllAsync(app, 2);
        await ReplaceAllAsync(app, 4);
        var closes = (await sessions).SelectMany(close => close).ToArray();

        // Each of them was with a worker that left, whichever of the two it had.
        Assert.InRange(closes.Length, Clients, int.MaxValue);
        Assert.All(closes, status => Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, status));
        Assert.Equal(0, app.Count("ended while") + app.Count("is killed") + app.Count("fail:") + app.Count("at the end of its graceful timeout"));
    }

    [Fact]
    public async Task WebSocket_OfAnAppThatOnlySends_GetsAllThatWasSentWhole()
    {
        await using var app = RecyclingApp.Start("--workers 1 --stream-grace 0 --keep-alive 60");
        await app.ReadyAsync(1, _cancellation);
        using var client = await ConnectAsync(app, "/ws/count");

        // What the app never reads must not cost the client what it has not read yet.
        await client.SendAsync(new byte[500], WebSocketMessageType.Binary, true, _cancellation);
        var received = await ReceiveTextAsync(client);
        SupervisedApp.Signal(app.ProcessId, "HUP");
        var count = 0;
        while (received is not null)
        {
            Assert.Equal(count++, int.Parse(received, CultureInfo.InvariantCulture));
            received = await ReceiveTextAsync(client);
        }

        await client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, _cancellation);
        await app.LineAsync(line => line.EndsWith($"Sent {count} messages.", StringComparison.Ordinal), _cancellation);
        await app.CountAsync("has left with exit code 0", 1, _cancellation);

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/events/typed")]
    public async Task EventStreams_WhileWorkersAreReplaced_EndProperlyAndAreTakenUpByTheNext(string path)
    {
        await using var app = RecyclingApp.Start("--workers 2 --stream-grace 1 --keep-alive 60");
        await app.ReadyAsync(2, _cancellation);
        var old = app.Workers();
        var streams = Enumerable.Range(0, Clients).Select(_ => ReadStreamAsync(app, path)).ToArray();
        await app.CountAsync("Streams events.", Clients, _cancellation);

        await ReplaceAllAsync(app, 2);
        var ended = await Task.WhenAll(streams);
        var takenUp = Enumerable.Range(0, Clients).Select(_ => ReadStreamAsync(app, path)).ToArray();
        await app.CountAsync("Streams events.", 2 * Clients, _cancellation);
        SupervisedApp.Signal(app.ProcessId, "TERM");
        var next = await Task.WhenAll(takenUp);

        Assert.All(ended, response => Assert.Contains(WorkerOf(response), old));
        Assert.All(next, response => Assert.DoesNotContain(WorkerOf(response), old));
        Assert.All(ended.Concat(next), response => Assert.True(response.Closes));
        Assert.Equal(0, await app.ExitAsync(_cancellation));
        Assert.Equal(0, app.Count("ended while") + app.Count("is killed") + app.Count("fail:") + app.Count("at the end of its graceful timeout"));
    }

    [Fact]
    public async Task Token_OfAWorkerThatLeaves_TellsTheApp()
    {
        await using var app = RecyclingApp.Start("--workers 1 --keep-alive 60");
        await app.ReadyAsync(1, _cancellation);
        var worker = Assert.Single(app.Workers());
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        await connection.GetAsync("/", close: false, _cancellation);

        var answer = connection.GetAsync("/leaving", close: false, _cancellation);
        SupervisedApp.Signal(app.ProcessId, "HUP");

        Assert.Equal((worker, true), (WorkerOf(await answer), (await answer).Closes));
    }

    private async Task ReplaceAllAsync(SupervisedApp app, int left)
    {
        SupervisedApp.Signal(app.ProcessId, "HUP");
        await app.CountAsync("has left with exit code 0", left, _cancellation);
    }

    /// <summary>Sends and awaits the echo, time and again; after a close comes back and sends again what was not answered.</summary>
    /// <returns>The closes that it saw.</returns>
    private async Task<List<WebSocketCloseStatus?>> EchoAsync(SupervisedApp app)
    {
        var closes = new List<WebSocketCloseStatus?>();
        for (var message = 0; app.Count("has left") < 4; message++)
        {
            using var client = await ConnectAsync(app, "/ws");
            while (app.Count("has left") < 4)
            {
                var text = message.ToString(CultureInfo.InvariantCulture);
                await client.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, true, _cancellation);
                var answer = await ReceiveTextAsync(client);
                if (answer is null)
                {
                    closes.Add(client.CloseStatus);
                    break;
                }

                Assert.Equal(text, answer);
                message++;
            }

            await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _cancellation);
        }

        return closes;
    }

    private async Task<ClientWebSocket> ConnectAsync(SupervisedApp app, string path)
    {
        var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{app.EndPoint}{path}"), _cancellation);
        return client;
    }

    /// <returns>A whole message, or null for a close.</returns>
    private async Task<string?> ReceiveTextAsync(ClientWebSocket client)
    {
        var buffer = new byte[64];
        var length = 0;
        while (true)
        {
            var received = await client.ReceiveAsync(buffer.AsMemory(length), _cancellation);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (received.EndOfMessage)
            {
                return Encoding.ASCII.GetString(buffer, 0, length);
            }
        }
    }

    /// <summary>The whole stream: a response that does not end with its last chunk is an exception.</summary>
    private async Task<RawResponse> ReadStreamAsync(SupervisedApp app, string path)
    {
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        return await connection.GetAsync(path, close: false, _cancellation);
    }

    private static int WorkerOf(RawResponse response) => int.Parse(response.Body.Replace("data: ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
