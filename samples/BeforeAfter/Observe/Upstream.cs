using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SupportDesk.Chat;

namespace BeforeAfter.Observe;

/// <summary>What the app calls: a language model and a warehouse on loopback. Counts the connections that it accepts, which is the sockets that the app opens.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(5);

    private readonly WebApplication _host;
    private long _accepted;

    private Upstream()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => connection =>
        {
            Interlocked.Increment(ref _accepted);
            return next(connection);
        })));
        _host = builder.Build();

        _host.MapPost("/complete", async (CompletionRequest request) =>
        {
            await Task.Delay(Thinking);
            return new Completion($"Thank you for your message about \"{request.Text}\". A colleague looks into it and writes to you today.");
        });
        _host.MapGet("/orders/{id:int}", async (int id) =>
        {
            await Task.Delay(Thinking);
            return Results.Ok(new { id, state = id % 3 == 0 ? "packed" : "on its way", carrier = "Post" });
        });
    }

    public long Accepted => Interlocked.Read(ref _accepted);

    public string Url => _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<Upstream> StartAsync(CancellationToken cancellation)
    {
        var upstream = new Upstream();
        await upstream._host.StartAsync(cancellation);
        return upstream;
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();
}
