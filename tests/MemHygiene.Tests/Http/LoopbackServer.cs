using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Tests.Http;

/// <summary>A real Kestrel on a loopback port that counts the connections it was opened.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _connectionClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    private LoopbackServer(RequestDelegate handle, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => connection => CountAsync(next, connection));
        }));
        _app = builder.Build();
        _app.Run(handle);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Connections opened since the start.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Completes when the first connection has ended.</summary>
    public Task ConnectionClosed => _connectionClosed.Task;

    public static async Task<LoopbackServer> StartAsync(RequestDelegate? handle = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var server = new LoopbackServer(handle ?? (context => context.Response.WriteAsync("hello")), protocols);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = new Uri(addresses.Addresses.Single());
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task CountAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            _connectionClosed.TrySetResult();
        }
    }
}
