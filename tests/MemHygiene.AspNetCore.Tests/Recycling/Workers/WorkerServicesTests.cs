using System.Net;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Sockets;
using MemHygiene.AspNetCore.Recycling.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Recycling.Workers;

public sealed class WorkerServicesTests : IDisposable
{
    private readonly InProcessWorker _worker = new(new SupervisorOptions { KeepAliveTimeout = TimeSpan.FromSeconds(7) });
    private readonly WebApplicationBuilder _builder = WebApplication.CreateSlimBuilder();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public WorkerServicesTests() => _builder.Logging.ClearProviders();

    public void Dispose() => _worker.Dispose();

    [Fact]
    public void Add_AppSetsNoKeepAlive_SetsOurs()
    {
        _worker.AddTo(_builder);

        var kestrel = _builder.Build().Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;

        Assert.Equal(TimeSpan.FromSeconds(7), kestrel.Limits.KeepAliveTimeout);
    }

    [Fact]
    public void Add_AppSetsItsKeepAlive_LeavesIt()
    {
        _builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(3));
        _worker.AddTo(_builder);

        var kestrel = _builder.Build().Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;

        Assert.Equal(TimeSpan.FromMinutes(3), kestrel.Limits.KeepAliveTimeout);
    }

    [Fact]
    public void Add_ToAHostWithoutServer_AddsNothing()
    {
        var services = new ServiceCollection();

        WorkerServices.Add(services, _worker.Worker);

        Assert.Empty(services);
    }

    [Fact]
    public async Task Add_AppBindsPortZeroTwice_ServesOnBoth()
    {
        _builder.WebHost.UseUrls("http://127.0.0.1:0", "http://127.0.0.1:0");
        _worker.AddTo(_builder);
        await using var app = _builder.Build();
        app.MapGet("/", () => "here");
        await app.StartAsync(_cancellation);
        using var client = new HttpClient();

        var answers = await Task.WhenAll(app.Urls.Select(url => client.GetStringAsync(url, _cancellation)));

        Assert.Equal(["here", "here"], answers);
        Assert.Equal(2, _worker.Worker.Requests);
    }

    [Fact]
    public async Task Bind_AfterUnbind_IsTheSamePort()
    {
        var factory = new SharedListenerFactory(_worker.Worker, Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var endPoint = new IPEndPoint(IPAddress.Loopback, 0);
        var first = await factory.BindAsync(endPoint, _cancellation);

        await first.DisposeAsync();
        await first.DisposeAsync();
        await using var again = await factory.BindAsync(endPoint, _cancellation);
        await using var other = await factory.BindAsync(endPoint, _cancellation);

        Assert.Equal(first.EndPoint, again.EndPoint);
        Assert.NotEqual(first.EndPoint, other.EndPoint);
    }

    [Fact]
    public async Task Accept_AfterUnbind_IsTheEnd()
    {
        var factory = new SharedListenerFactory(_worker.Worker, Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        await using var listener = await factory.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), _cancellation);

        var accept = listener.AcceptAsync(_cancellation);
        await listener.UnbindAsync(_cancellation);

        Assert.Null(await accept);
    }

    [Fact]
    public void CanBind_OfAnotherKind_LeavesItToTheOtherTransports()
    {
        var factory = new SharedListenerFactory(_worker.Worker, Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);

        var canBind = factory.CanBind(new FileHandleEndPoint(3, FileHandleType.Auto));

        Assert.False(canBind);
    }
}
