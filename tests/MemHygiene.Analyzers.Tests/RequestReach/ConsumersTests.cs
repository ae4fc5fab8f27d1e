using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Transients are made as often as somebody takes them.</summary>
public sealed class ConsumersTests
{
    [Theory]
    [InlineData("services.AddTransient<Net>(); services.AddSingleton<Owner>();", "class Owner(Net net) { public Net Net => net; }")]
    [InlineData("services.AddTransient<INet, Net>(); services.AddSingleton<Owner>();", "class Owner(INet net) { public INet Net => net; }")]
    [InlineData("services.AddTransient<INet, Net>(); services.AddSingleton<Owner>();", "class Owner { private readonly INet _net; public Owner(INet net, ILogger<Net> logger) => _net = net; public INet Net => _net; }")]
    [InlineData("services.AddTransient<Net>(); services.AddHostedService<Job>();", "class Job(Net net) : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) => Task.FromResult(net); }")]
    public Task OnlySingletonsTakeIt_IsMadeOnce(string registrations, string types) => Verify(registrations, types, "new HttpClient()");

    [Theory]
    [InlineData("services.AddTransient<Net>(); services.AddSingleton<Owner>(); services.AddScoped<Guest>();", "class Owner(Net net) { public Net Net => net; } class Guest(Net net) { public Net Net => net; }")]
    [InlineData("services.AddTransient<Net>(); services.AddSingleton<Owner>();", "class Owner(Net net, IServiceProvider all) { public Net Net => net; public Net Other() => all.GetRequiredService<Net>(); }")]
    [InlineData("services.AddTransient<Net>(); services.AddSingleton<Owner>();", "class Owner(Net net) { public Net Net => net; } class Page : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get([Microsoft.AspNetCore.Mvc.FromServices] Net net) => net; }")]
    [InlineData("services.AddScoped<Net>(); services.AddSingleton<Owner>();", "class Owner(Net net) { public Net Net => net; }")]
    [InlineData("services.AddTransient<Net>();", "class Owner(Net net) { public Net Net => net; }")]
    public Task OthersTakeItToo_Warns(string registrations, string types) => Verify(registrations, types, "[|new HttpClient()|]");

    private static Task Verify(string registrations, string types, string sink) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync($$"""
        interface INet;
        class Net : INet { private readonly HttpClient _client = {{sink}}; public object Client => _client; }
        {{types}}
        static class Registrations { public static void Add(IServiceCollection services) { {{registrations}} } }
        """);
}
