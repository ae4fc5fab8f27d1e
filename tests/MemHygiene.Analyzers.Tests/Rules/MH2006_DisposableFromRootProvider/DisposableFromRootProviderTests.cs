using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH2006_DisposableFromRootProvider;

namespace MemHygiene.Analyzers.Tests.Rules.MH2006_DisposableFromRootProvider;

public sealed class DisposableFromRootProviderTests
{
    private const string Worker = """
        public interface IWorker { void Work(); }
        public sealed class Worker : IWorker, IDisposable
        {
            public void Work() { }
            public void Dispose() { }
        }
        """;

    [Fact]
    public async Task Endpoint_ThatAsksTheApplication_Warns()
    {
        var found = await Rule<DisposableFromRootProviderAnalyzer>.VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTransient<Worker>();
            var app = builder.Build();
            app.MapPost("/work", () => [|app.Services.GetRequiredService<Worker>()|].Work());
            app.Run();
            """,
            Worker);

        Assert.Equal("The root container keeps every Worker that it makes here until the process ends, disposed or not (MapPost \"/work\"): resolve it in a scope", Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task Endpoint_ThatAsksAScope_IsSilent() => Rule<DisposableFromRootProviderAnalyzer>.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTransient<Worker>();
        var app = builder.Build();
        app.MapPost("/work", (HttpContext context) =>
        {
            using var scope = app.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<Worker>().Work();
            context.RequestServices.GetRequiredService<Worker>().Work();
        });
        app.Run();
        """,
        Worker);

    [Fact]
    public Task RootProvidersOfEveryKind_Warn() => Rule<DisposableFromRootProviderAnalyzer>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTransient<IWorker, Worker>();
        builder.Services.AddSingleton<Workshop>();
        builder.Services.AddHostedService<Shift>();
        var app = builder.Build();
        Locator.Services = app.Services;
        app.Run();

        public static class Locator { public static IServiceProvider Services { get; set; } = null!; }
        public class WorkController(Workshop workshop) : ControllerBase
        {
            public void Get() => [|Locator.Services.GetService<IWorker>()|]!.Work();
            public void Put() => workshop.Work();
        }
        public class Workshop
        {
            private readonly IServiceProvider _services;
            public Workshop(IServiceProvider services) => _services = services;
            public void Work()
            {
                using var worker = (Worker)[|_services.GetService(typeof(IWorker))|]!;
                worker.Work();
            }
        }
        public class Shift(IServiceProvider services) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                services.GetRequiredService<IWorker>().Work();
                while (!stoppingToken.IsCancellationRequested)
                {
                    [|services.GetRequiredService<IWorker>()|].Work();
                    await Task.Delay(1000, stoppingToken);
                }
            }
        }
        public class Guard(RequestDelegate next, IServiceProvider services)
        {
            public Task InvokeAsync(HttpContext context)
            {
                [|services.GetRequiredService<IWorker>()|].Work();
                return next(context);
            }
        }
        """,
        Worker);

    [Fact]
    public Task WhatTheContainerDoesNotKeep_IsSilent() => Rule<DisposableFromRootProviderAnalyzer>.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Worker>();
        builder.Services.AddTransient<Plain>();
        var app = builder.Build();
        app.MapPost("/work", () => app.Services.GetRequiredService<Worker>().Work());
        app.MapPost("/plain", () => app.Services.GetRequiredService<Plain>());
        app.MapPost("/made", () => ActivatorUtilities.CreateInstance<Worker>(app.Services).Work());
        app.MapPost("/options", () => app.Services.GetService<Unknown>());
        app.Run();

        public class Plain;
        public sealed class Unknown : IDisposable { public void Dispose() { } }
        """,
        Worker);

    [Fact]
    public Task ProvidersOfTheRequest_AreSilent() => Rule<DisposableFromRootProviderAnalyzer>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTransient<Worker>();
        builder.Services.AddScoped<Bench>();
        builder.Build().Run();

        public class Bench(IServiceProvider services) { public void Work() => services.GetRequiredService<Worker>().Work(); }
        public class WorkController(IServiceProvider services, Bench bench) : ControllerBase
        {
            public void Get() { services.GetRequiredService<Worker>().Work(); bench.Work(); }
        }
        """,
        Worker);

    [Fact]
    public Task CodeThatRunsOnce_IsSilent() => Rule<DisposableFromRootProviderAnalyzer>.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTransient<Worker>();
        var app = builder.Build();
        app.Services.GetRequiredService<Worker>().Work();
        Worker? kept = null;
        app.MapPost("/work", () => (kept ??= app.Services.GetRequiredService<Worker>()).Work());
        app.Run();
        """,
        Worker);
}
