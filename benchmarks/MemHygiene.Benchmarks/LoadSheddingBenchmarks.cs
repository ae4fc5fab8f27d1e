using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Benchmarks;

/// <summary>What does load shedding add to a request while memory is good, against the framework's concurrency limiter, which knows nothing of memory?</summary>
[MemoryDiagnoser]
[MinColumn]
public class LoadSheddingBenchmarks
{
    private static readonly byte[] Request = InMemoryKestrel.Request("/");

    private InMemoryKestrel _server = null!;

    [Params("nothing", "rate limiter", "load shedding")]
    public string Bound { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _server = InMemoryKestrel.Start(
        services =>
        {
            services.AddMemHygiene().AddLoadShedding(options => options.MaxConcurrentRequests = 100);
            services.AddRateLimiter(options => options.GlobalLimiter = System.Threading.RateLimiting.PartitionedRateLimiter.Create<Microsoft.AspNetCore.Http.HttpContext, string>(_ =>
                System.Threading.RateLimiting.RateLimitPartition.GetConcurrencyLimiter("all", _ => new() { PermitLimit = 100, QueueLimit = 100 })));
        },
        app =>
        {
            switch (Bound)
            {
                case "rate limiter":
                    app.UseRateLimiter();
                    break;
                case "load shedding":
                    app.UseLoadShedding();
                    break;
            }

            app.Run(_ => Task.CompletedTask);
        });

    [GlobalCleanup]
    public void Cleanup() => _server.Dispose();

    [Benchmark]
    public async Task<long> Answer() => await _server.SendAsync(Request);
}
