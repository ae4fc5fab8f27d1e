using BenchmarkDotNet.Attributes;
using MemHygiene.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Benchmarks;

/// <summary>What does a client for one request cost: made, used for one GET on a loopback Kestrel, disposed?</summary>
[MemoryDiagnoser]
[InvocationCount(ManyRequests)]
public class HandlerPoolBenchmarks
{
    // Not as many as fit into an iteration's time: on a busy machine that is one, and what a process allocates now and then would count as a request's.
    private const int ManyRequests = 512;

    private WebApplication _server = null!;
    private ServiceProvider _services = null!;
    private HandlerPool _pool = null!;
    private IHttpClientFactory _factory = null!;
    private Uri _address = null!;

    [GlobalSetup]
    public void Setup()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(static context => context.Response.WriteAsync("hello"));
        _server.StartAsync().GetAwaiter().GetResult();
        _address = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

        var services = new ServiceCollection();
        services.AddHttpClient();
        services.AddMemHygiene().AddHandlerPool();
        _services = services.BuildServiceProvider();
        _pool = _services.GetRequiredService<HandlerPool>();
        _factory = _services.GetRequiredService<IHttpClientFactory>();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _services.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [Benchmark(Baseline = true)]
    public Task<string> NewHttpClient() => GetAsync(new HttpClient());

    [Benchmark]
    public Task<string> HttpClientFactory() => GetAsync(_factory.CreateClient());

    [Benchmark]
    public Task<string> HandlerPool() => GetAsync(_pool.CreateClient());

    private async Task<string> GetAsync(HttpClient client)
    {
        using (client)
        {
            return await client.GetStringAsync(_address);
        }
    }
}

/// <summary>The same without a request: what is making and disposing the client alone?</summary>
[MemoryDiagnoser]
public class HandlerPoolCreateBenchmarks
{
    private ServiceProvider _services = null!;
    private HandlerPool _pool = null!;
    private IHttpClientFactory _factory = null!;

    [GlobalSetup]
    public void Setup()
    {
        var services = new ServiceCollection();
        services.AddHttpClient();
        services.AddMemHygiene().AddHandlerPool();
        _services = services.BuildServiceProvider();
        _pool = _services.GetRequiredService<HandlerPool>();
        _factory = _services.GetRequiredService<IHttpClientFactory>();
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark(Baseline = true)]
    public void NewHttpClient() => new HttpClient().Dispose();

    [Benchmark]
    public void HttpClientFactory() => _factory.CreateClient().Dispose();

    [Benchmark]
    public void HandlerPool() => _pool.CreateClient().Dispose();
}
