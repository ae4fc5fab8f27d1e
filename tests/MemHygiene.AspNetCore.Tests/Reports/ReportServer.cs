using System.Net;
using MemHygiene.AspNetCore.Tests.RequestCleanup;
using MemHygiene.Pressure;
using MemHygiene.Readings;
using MemHygiene.Tests.Pressure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.Reports;

/// <summary>A real server that shows its memory report; how much of its memory is in use is what the test says.</summary>
internal sealed class ReportServer : IAsyncDisposable
{
    private readonly FakeSampler _sampler = new();
    private readonly WebApplication _app;

    private ReportServer(Action<WebApplicationBuilder>? add, Action<WebApplication>? map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddSingleton<IMemorySampler>(_sampler);
        builder.Services.AddMemHygiene()
            .AddMemoryConsumer("ThumbnailCache", TrimCost.Refill, () => new(123_456_789, 1000, 42), (_, _) => { }, "Nothing but low memory.")
            .ConfigureMemoryMonitor(options =>
            {
                options.RecoveryTime = TimeSpan.Zero;
                options.SampleInterval = TimeSpan.FromMilliseconds(50);
                options.CollectGarbage = false;
            });
        add?.Invoke(builder);
        _app = builder.Build();
        (map ?? (app => app.MapMemHygiene()))(_app);
    }

    public LogRecorder Log { get; } = new();

    public Uri Address { get; private set; } = new("http://localhost");

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app.Services;

    public long? Used
    {
        set => _sampler.Used = value;
    }

    public static async Task<ReportServer> StartAsync(Action<WebApplicationBuilder>? add = null, Action<WebApplication>? map = null)
    {
        var server = new ReportServer(add, map);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        server.Address = new Uri(server._app.Urls.Single());
        server.Client.BaseAddress = server.Address;
        return server;
    }

    /// <summary>Asks for the report, with headers given as "Name: value".</summary>
    public Task<HttpResponseMessage> GetAsync(string path, params string[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header[..header.IndexOf(':')], header[(header.IndexOf(':') + 1)..].Trim());
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
