using System.Net;
using BenchmarkDotNet.Attributes;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Tests.Recycling;
using MemHygiene.RecyclingApp.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Benchmarks;

/// <summary>What does a request cost more in a worker (shared listener, tracked connection, counting) than in a plain Kestrel? Both over a real loopback socket.</summary>
[MemoryDiagnoser]
[MinColumn]
public class RecyclingBenchmarks
{
    private const int Requests = 200;

    private readonly List<WebApplication> _apps = [];
    private InProcessWorker _worker = null!;
    private EndPoint _plainEndPoint = null!;
    private EndPoint _workerEndPoint = null!;
    private RawConnection _plain = null!;
    private RawConnection _supervised = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _worker = new InProcessWorker(new SupervisorOptions { MaxRequests = 0 });
        _plainEndPoint = Start(_ => { });
        _workerEndPoint = Start(_worker.AddTo);
        _plain = RawConnection.OpenAsync(_plainEndPoint, default).GetAwaiter().GetResult();
        _supervised = RawConnection.OpenAsync(_workerEndPoint, default).GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _plain.Dispose();
        _supervised.Dispose();
        foreach (var app in _apps)
        {
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        _worker.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Requests)]
    public Task KeepAliveRequest_PlainKestrel() => RequestAsync(_plain);

    [Benchmark(OperationsPerInvoke = Requests)]
    public Task KeepAliveRequest_Worker() => RequestAsync(_supervised);

    [Benchmark(OperationsPerInvoke = Requests)]
    public Task NewConnection_PlainKestrel() => ConnectAsync(_plainEndPoint);

    [Benchmark(OperationsPerInvoke = Requests)]
    public Task NewConnection_Worker() => ConnectAsync(_workerEndPoint);

    private static async Task RequestAsync(RawConnection connection)
    {
        for (var request = 0; request < Requests; request++)
        {
            await connection.GetAsync("/", close: false, default);
        }
    }

    private static async Task ConnectAsync(EndPoint endPoint)
    {
        for (var request = 0; request < Requests; request++)
        {
            using var connection = await RawConnection.OpenAsync(endPoint, default);
            await connection.GetAsync("/", close: true, default);
        }
    }

    private IPEndPoint Start(Action<WebApplicationBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.KeepAliveTimeout = TimeSpan.FromHours(1));
        configure(builder);
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("ok"));
        app.StartAsync().GetAwaiter().GetResult();
        _apps.Add(app);
        return IPEndPoint.Parse(new Uri(app.Urls.Single()).Authority);
    }
}
