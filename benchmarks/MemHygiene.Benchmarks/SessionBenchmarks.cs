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
    public async Task Setup()
    {
        _framework = await StartAsync(services => services.AddSession());
        _ours = await StartAsync(services => services.AddMemHygiene().AddSessions());
        _frameworkRequest = await OpenSessionAsync(_framework);
        _oursRequest = await OpenSessionAsync(_ours);
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _framework.DisposeAsync();
        await _ours.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public async Task<long> Framework() => await _framework.SendAsync(_frameworkRequest);

    [Benchmark]
    public async Task<long> AddSessions() => await _ours.SendAsync(_oursRequest);

    private static Task<InMemoryKestrel> StartAsync(Action<IServiceCollection> register) => InMemoryKestrel.StartAsync(
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

    private async Task<byte[]> OpenSessionAsync(InMemoryKestrel server)
    {
        var cookie = "";
        await server.SendAsync(InMemoryKestrel.Request("/equal"), head =>
            cookie = head.Split("Set-Cookie: ")[1].Split(';')[0]);
        return InMemoryKestrel.Request(Path, $"Cookie: {cookie}\r\n");
    }
}
