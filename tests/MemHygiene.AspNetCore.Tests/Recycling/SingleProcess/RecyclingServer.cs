using System.Net;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.Readings;
using MemHygiene.RecyclingApp.Load;
using MemHygiene.Testing;
using MemHygiene.Tests.Pressure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>A real Kestrel that recycles itself, on a clock that stands still: it turns unready and stops only when the test says so.</summary>
internal sealed class RecyclingServer : IAsyncDisposable
{
    public static readonly TimeSpan UnreadyDelay = new ProcessRecyclingOptions().UnreadyDelay;

    private readonly WebApplication _app;

    private RecyclingServer(Action<ProcessRecyclingOptions> configure, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endPoint => endPoint.Protocols = protocols));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IMemorySampler>(Sampler);
        builder.Services.AddSingleton(new OwnMemory(() => PrivateBytes, () => HeapBytes));
        builder.AddMemHygiene()
            .ConfigureMemoryMonitor(options => (options.SampleInterval, options.RestartAfter, options.CollectGarbage) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), false))
            .AddProcessRecycling(options =>
            {
                (options.MinLifetime, options.MemoryJitter, options.AgeJitter, options.MaxRequestsJitter) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0);
                configure(options);
            });
        _app = builder.Build();
        _app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        _app.MapGet("/", () => "here");
        _app.MapGet("/connection", (HttpContext context) => context.Connection.Id);
        _app.MapPost("/echo", async (HttpContext context) =>
        {
            PostStarted.Release();
            using var reader = new StreamReader(context.Request.Body);
            return await reader.ReadToEndAsync(context.RequestAborted);
        });
    }

    public TestClock Clock { get; } = new();

    public FakeSampler Sampler { get; } = new();

    public long? PrivateBytes { get; set; }

    public long? HeapBytes { get; set; }

    /// <summary>Released once for each POST that is under way.</summary>
    public SemaphoreSlim PostStarted { get; } = new(0);

    public Uri Address { get; private set; } = null!;

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    public bool IsStopping => _app.Lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Completes when the host has stopped by itself.</summary>
    public Task Stopped { get; private set; } = Task.CompletedTask;

    public static async Task<RecyclingServer> StartAsync(Action<ProcessRecyclingOptions> configure, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var server = new RecyclingServer(configure, protocols);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        server.Address = new Uri(server._app.Urls.Single());
        server.Stopped = server._app.WaitForShutdownAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>One look at the limits.</summary>
    public void Look() => Clock.Advance(ProcessRecycler.LookInterval);

    /// <summary>What a balancer's probe is told, on a connection of its own.</summary>
    public async Task<int> ProbeAsync()
    {
        using var connection = await RawConnection.OpenAsync(EndPoint, TestContext.Current.CancellationToken);
        return (await connection.GetAsync("/health/ready", close: true, TestContext.Current.CancellationToken)).Status;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
