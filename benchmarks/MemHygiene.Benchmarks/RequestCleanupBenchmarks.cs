using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Benchmarks;

/// <summary>What does a request pay for things that are disposed at its end: registered one by one with the response, or through the request's cleanup?</summary>
[MemoryDiagnoser]
[MinColumn]
public class RequestCleanupBenchmarks
{
    private static readonly byte[] None = InMemoryKestrel.Request("/none");
    private static readonly byte[] One = InMemoryKestrel.Request("/register");
    private static readonly byte[] Ours = InMemoryKestrel.Request("/cleanup");

    private InMemoryKestrel _server = null!;

    [Params(1, 3)]
    public int Disposables { get; set; }

    /// <summary>Whether the endpoint uses its request's services anyway, as most do; if not, our first call creates their scope.</summary>
    [Params(false, true)]
    public bool UsesServices { get; set; }

    [GlobalSetup]
    public void Setup() => _server = InMemoryKestrel.Start(
        services => services.AddMemHygiene().AddRequestCleanup(),
        app => app.Run(context =>
        {
            if (UsesServices)
            {
                _ = context.RequestServices;
            }

            switch (context.Request.Path.Value)
            {
                case "/register":
                    for (var i = 0; i < Disposables; i++)
                    {
                        context.Response.RegisterForDispose(Stream.Null);
                    }

                    break;
                case "/cleanup":
                    var cleanup = context.RequestCleanup();
                    for (var i = 0; i < Disposables; i++)
                    {
                        cleanup.Dispose(Stream.Null);
                    }

                    break;
            }

            return Task.CompletedTask;
        }));

    [GlobalCleanup]
    public void Cleanup() => _server.Dispose();

    [Benchmark]
    public async Task<long> NothingToDispose() => await _server.SendAsync(None);

    [Benchmark(Baseline = true)]
    public async Task<long> RegisterForDispose() => await _server.SendAsync(One);

    [Benchmark]
    public async Task<long> RequestCleanup() => await _server.SendAsync(Ours);
}
