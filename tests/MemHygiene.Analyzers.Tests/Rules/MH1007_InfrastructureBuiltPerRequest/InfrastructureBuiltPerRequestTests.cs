using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1007_InfrastructureBuiltPerRequest;

namespace MemHygiene.Analyzers.Tests.Rules.MH1007_InfrastructureBuiltPerRequest;

public sealed class InfrastructureBuiltPerRequestTests
{
    [Fact]
    public async Task Endpoint_BuildsAConfigurationThatReloads_Warns()
    {
        var found = await Verify("""
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/limit", () => [|new ConfigurationBuilder().AddJsonFile("limits.json", optional: false, reloadOnChange: true).Build()|]["limit"]);
            app.Run();
            """);

        Assert.Equal(
            "A configuration that watches its files is built on every request (MapGet \"/limit\"): inject IConfiguration or IOptionsMonitor",
            Assert.Single(found).GetMessage());
    }

    [Theory]
    [InlineData("[|new ServiceCollection().AddLogging().BuildServiceProvider()|]")]
    [InlineData("[|ServiceCollectionContainerBuilderExtensions.BuildServiceProvider(services, validateScopes: true)|]")]
    [InlineData("[|new ConfigurationBuilder().AddJsonFile(\"a.json\").Build()|]")]
    [InlineData("[|((IConfigurationBuilder)new ConfigurationBuilder()).AddEnvironmentVariables().Build()|]")]
    [InlineData("[|LoggerFactory.Create(logging => logging.AddConsole())|].CreateLogger(\"a\")")]
    [InlineData("[|new LoggerFactory()|].CreateLogger(\"a\")")]
    [InlineData("[|new ActivitySource(\"Shop\")|].StartActivity(\"order\")")]
    [InlineData("[|new Meter(\"Shop\", \"1.0\")|].CreateCounter<int>(\"orders\")")]
    [InlineData("[|new PhysicalFileProvider(\"/data\")|].Watch(\"*.json\")")]
    [InlineData("[|new PhysicalFileProvider(\"/data\")|].GetFileInfo(\"a.json\").Length")]
    public Task Action_BuildsInfrastructure_Warns(string code) => Verify(Controller(code));

    [Theory]
    [InlineData("new ServiceCollection().AddLogging().Count")]
    [InlineData("new ConfigurationBuilder().AddInMemoryCollection().Build()")]
    [InlineData("new ConfigurationBuilder().Build()")]
    [InlineData("Source.StartActivity(\"order\")")]
    [InlineData("_meters.Create(\"Shop\").CreateCounter<int>(\"orders\")")]
    [InlineData("_loggers.CreateLogger(\"a\")")]
    [InlineData("Kept ??= new ServiceCollection().BuildServiceProvider()")]
    [InlineData("new Builder().Build()")]
    public Task InjectedKeptAndCheapParts_AreSilent(string code) => Verify(Controller(code));

    [Fact]
    public Task StartUp_BuildsOncePerProcess_IsSilent() => Verify("""
        using Microsoft.Extensions.FileProviders;
        var settings = new ConfigurationBuilder().AddJsonFile("host.json", true, true).Build();
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddJsonFile("more.json", optional: true, reloadOnChange: true);
        builder.Services.AddOptions<Limits>().Configure(limits => limits.Provider = builder.Services.BuildServiceProvider());
        using (var provider = builder.Services.BuildServiceProvider()) { provider.GetService<Limits>(); }
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider("/data") });
        app.Run();
        public class Limits { public object? Provider { get; set; } }
        """);

    [Fact]
    public Task RegistrationMethodsAndDesignTimeFactories_AreSilent() => Verify("""
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                var limits = services.BuildServiceProvider().GetRequiredService<IConfiguration>()["limits"];
                services.AddAuthorization(options => options.InvokeHandlersAfterFailure = services.BuildServiceProvider() is null);
                services.AddSingleton(provider => LoggerFactory.Create(logging => { }).CreateLogger(limits ?? "a"));
            }
        }
        public class ContextFactory
        {
            public object CreateDbContext(string[] args) => new ConfigurationBuilder().AddJsonFile("appsettings.json", false, true).Build();
        }
        public static class Seed
        {
            public static void EnsureSeedData() { using var provider = new ServiceCollection().BuildServiceProvider(); provider.GetService<object>(); }
        }
        public class FileSystem
        {
            private readonly Microsoft.Extensions.FileProviders.PhysicalFileProvider _files = new("/data");
            public object Watch(string name) => _files.Watch(name);
        }
        """);

    [Fact]
    public Task FactoryOfAScopedService_BuildsAnotherContainer_Warns() => Verify("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<IClock>(provider => [|builder.Services.BuildServiceProvider()|].GetRequiredService<Clock>());
        builder.Build().Run();
        public interface IClock;
        public class Clock : IClock;
        """);

    private static string Controller(string code) => $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.FileProviders;
        public class ShopController(IServiceCollection services, ILoggerFactory loggers, IMeterFactory meters) : ControllerBase
        {
            private static readonly ActivitySource Source = new("Shop");
            private static ServiceProvider? Kept;
            private readonly ILoggerFactory _loggers = loggers;
            private readonly IMeterFactory _meters = meters;
            public object? Get() => {{code}};
            public object? Rest() => (services, Source, Kept, _loggers, _meters);
        }
        public class Builder { public object Build() => this; }
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Verify(params string[] sources) =>
        Rule<InfrastructureBuiltPerRequestAnalyzer>.VerifyAsync(sources);
}
