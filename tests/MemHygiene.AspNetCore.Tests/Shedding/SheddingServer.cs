using System.Net;
using MemHygiene.Pressure;
using MemHygiene.Readings;
using MemHygiene.Tests.Pressure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.Shedding;

/// <summary>A real server behind load shedding. <c>/work</c> takes until the test lets it go; memory is what the test says.</summary>
internal sealed class SheddingServer : IAsyncDisposable
{
    private readonly FakeSampler _sampler = new();
    private readonly SemaphoreSlim _finish = new(0);
    private readonly WebApplication _app;

    private SheddingServer(Action<MemHygieneBuilder>? add, Action<WebApplication>? map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IMemorySampler>(_sampler);
        var memHygiene = builder.AddMemHygiene().ConfigureMemoryMonitor(options =>
        {
            options.RecoveryTime = TimeSpan.Zero;
            options.SampleInterval = TimeSpan.FromMilliseconds(50);
            options.CollectGarbage = false;
        });
        (add ?? (add => add.AddLoadShedding()))(memHygiene);
        _app = builder.Build();
        _app.UseLoadShedding();
        _app.MapGet("/", () => "fine");
        _app.MapGet("/health/live", () => "alive");
        _app.MapGet("/work", async () =>
        {
            Started.Release();
            await _finish.WaitAsync();
            return "done";
        });
        map?.Invoke(_app);
    }

    public HttpClient Client { get; } = new();

    /// <summary>Released once for each request that runs.</summary>
    public SemaphoreSlim Started { get; } = new(0);

    public AspNetCore.Shedding.LoadShedding Shedding => _app.Services.GetRequiredService<AspNetCore.Shedding.LoadShedding>();

    public AspNetCore.Shedding.AdmissionGate Gate => Shedding.Gate;

    public static async Task<SheddingServer> StartAsync(Action<MemHygieneBuilder>? add = null, Action<WebApplication>? map = null)
    {
        var server = new SheddingServer(add, map);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        server.Client.BaseAddress = new Uri(server._app.Urls.Single());
        return server;
    }

    /// <summary>Sets the use, of 1,000, and waits until the monitor has told of the level.</summary>
    public async Task UseAsync(long used, MemoryLevel level)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _app.Services.GetRequiredService<MemoryMonitor>().OnLevelChanged(now =>
        {
            if (now == level)
            {
                told.TrySetResult();
            }
        });
        _sampler.Used = used;
        await told.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    public void Finish(int requests = 1) => _finish.Release(requests);

    public async ValueTask DisposeAsync()
    {
        _finish.Release(1000);
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
