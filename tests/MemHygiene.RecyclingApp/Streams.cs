using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace MemHygiene.RecyclingApp;

/// <summary>WebSockets and event streams as any app writes them: nothing here knows of workers.</summary>
internal static class Streams
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/events", (HttpContext context) => SendEventsAsync(context));
        app.MapPost("/events", (HttpContext context) => SendEventsAsync(context));
        app.MapGet("/events/typed", (CancellationToken cancellationToken) => TypedResults.ServerSentEvents(EventsAsync(cancellationToken)));

        // Both verbs: the upgrade of HTTP/1.1 is a GET, that of HTTP/2 a CONNECT.
        app.Map("/ws", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await EchoAsync(socket);
        });
        app.Map("/ws/count", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await CountAsync(socket);
        });
    }

    private static async Task SendEventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"data: {Environment.ProcessId}\n\n");
        await context.Response.Body.FlushAsync();
        Console.WriteLine("Streams events.");
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
    }

    private static async IAsyncEnumerable<string> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Environment.ProcessId.ToString();
        Console.WriteLine("Streams events.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private static async Task EchoAsync(WebSocket socket)
    {
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        while (received.CloseStatus is null)
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
            received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        }

        await socket.CloseAsync(received.CloseStatus.Value, received.CloseStatusDescription, CancellationToken.None);
    }

    /// <summary>Sends without ever receiving, each number in two parts, until it cannot; then tells how many went out whole.</summary>
    private static async Task CountAsync(WebSocket socket)
    {
        var count = 0;
        try
        {
            while (true)
            {
                var digits = Encoding.ASCII.GetBytes($"{count:000000}");
                await socket.SendAsync(digits.AsMemory(0, 3), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
                await Task.Yield();
                await socket.SendAsync(digits.AsMemory(3), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                count++;
            }
        }
        catch (WebSocketException)
        {
            Console.WriteLine($"Sent {count} messages.");
        }
    }
}
