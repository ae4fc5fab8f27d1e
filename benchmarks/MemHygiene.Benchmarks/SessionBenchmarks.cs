using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Benchmarks;

/// <summary>What does a request in a session cost on the framework's store and on ours, when the cache is as near as it can be: in memory?</summary>
[MemoryDiagnoser]
[MinColumn]
public class SessionBenchmarks
{
    private InMemoryKestrel _framework = null!;
    private InMemoryKestrel _ours = null!;
    private byte[] _frameworkRequest = null!;
    private byte[] _oursRequest = null!;

    [Params("/untouched", "/read", "/equal", "/equal-if-changed", "/changed")]
    public string Path { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _framework = Start(services => services.AddSession());
        _ours = Start(services => services.AddMemHygiene().AddSessions());
        _frameworkRequest = OpenSession(_framework);
        _oursRequest = OpenSession(_ours);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _framework.Dispose();
        _ours.Dispose();
    }

    [Benchmark(Baseline = true)]
    public async Task<long> Framework() => await _framework.SendAsync(_frameworkRequest);

    [Benchmark]
    public async Task<long> AddSessions() => await _ours.SendAsync(_oursRequest);

    private static InMemoryKestrel Start(Action<IServiceCollection> register) => InMemoryKestrel.Start(
        services =>
        {
            services.AddDistributedMemoryCache();
            register(services);
        },
        app =>
        {
            var changes = 0;
            app.UseSession();
            app.Run(context =>
            {
                switch (context.Request.Path.Value)
                {
                    case "/read":
                        context.Session.GetString("name");
                        break;
                    case "/equal":
                        context.Session.SetString("name", "a visitor's name");
                        break;
                    case "/equal-if-changed":
                        context.Session.SetStringIfChanged("name", "a visitor's name");
                        break;
                    case "/changed":
                        context.Session.SetInt32("count", ++changes);
                        break;
                }

                return Task.CompletedTask;
            });
        });

    private byte[] OpenSession(InMemoryKestrel server)
    {
        var cookie = "";
        server.SendAsync(InMemoryKestrel.Request("/equal"), head =>
            cookie = head.Split("Set-Cookie: ")[1].Split(';')[0]).AsTask().GetAwaiter().GetResult();
        return InMemoryKestrel.Request(Path, $"Cookie: {cookie}\r\n");
    }
}
