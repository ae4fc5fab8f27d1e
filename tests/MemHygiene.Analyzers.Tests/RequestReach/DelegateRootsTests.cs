using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Lambdas, local functions and method groups that become request code by where they are handed.</summary>
public sealed class DelegateRootsTests
{
    [Fact]
    public Task MapVerbs_TakeRequestCode() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/a", () => [|new HttpClient()|].GetStringAsync("https://a.example"));
        app.MapMethods("/b", ["POST"], (HttpContext context) => [|new HttpClient()|].GetStringAsync("https://b.example"));
        app.MapFallback(async context => await [|new HttpClient()|].GetStringAsync("https://c.example"));
        var group = app.MapGroup("/d");
        group.MapPost("/e", async (CancellationToken token) => { using var client = [|new HttpClient()|]; await Task.Yield(); });
        app.Run();
        """);

    [Fact]
    public Task MethodGroups_AcrossFiles_AreRequestCode() => Verify(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/static", Rates.Today);
        app.MapRates();
        app.Run(Last);
        app.Run();

        static Task Last(HttpContext context) { [|new HttpClient()|].Dispose(); return Task.CompletedTask; }
        """,
        """
        public static class Rates
        {
            public static Task<string> Today() => [|new HttpClient()|].GetStringAsync("https://rates.example");
            public static void MapRates(this IEndpointRouteBuilder routes) => routes.MapGroup("/r").MapGet("/yesterday", Yesterday);
            private static Task<string> Yesterday() => [|new HttpClient()|].GetStringAsync("https://rates.example");
            public static Task<string> Never() => new HttpClient().GetStringAsync("https://rates.example");
        }
        """);

    [Fact]
    public async Task MethodGroup_IsNamedByItsMethod()
    {
        var found = await Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(
            "var app = WebApplication.CreateBuilder(args).Build(); app.MapGet(\"/static\", Rates.Today); app.Run();",
            "public static class Rates { public static object Today() => [|new HttpClient()|]; }");

        Assert.Contains("(Rates.Today)", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lambda_IsNamedByItsRoute()
    {
        var found = await Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(
            "var app = WebApplication.CreateBuilder(args).Build(); app.MapGet(\"/today\", () => [|new HttpClient()|]); app.Run();");

        Assert.Contains("(MapGet \"/today\")", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task DelegateVariable_HandedOver_IsRequestCode() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        var handed = () => [|new HttpClient()|];
        var kept = () => new HttpClient();
        app.MapGet("/handed", handed);
        kept();
        app.Run();
        """);

    [Fact]
    public Task PipelineLambdas_AreRequestCode() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.Use(async (context, next) => { [|new HttpClient()|].Dispose(); await next(context); });
        app.Use(next => context => { [|new HttpClient()|].Dispose(); return next(context); });
        app.UseWhen(context => [|new HttpClient()|] is null, branch => branch.Run(context => { [|new HttpClient()|].Dispose(); return Task.CompletedTask; }));
        app.MapGet("/f", () => "f").AddEndpointFilter(async (context, next) => { [|new HttpClient()|].Dispose(); return await next(context); });
        app.Run();
        """);

    [Fact]
    public Task PipelineBuilding_IsSilent() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.Use(next => { var once = new HttpClient(); return context => { once.CancelPendingRequests(); return next(context); }; });
        app.Map("/admin", branch => { var once = new HttpClient(); branch.Run(context => once.GetStringAsync("https://admin.example")); });
        app.Lifetime.ApplicationStarted.Register(() => new HttpClient().Dispose());
        app.Run();
        """);

    [Fact]
    public Task InnerLambdasAndLocalFunctions_BelongToTheirEntryPoint() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            public async Task<int> Get(string[] urls)
            {
                var pages = await Task.WhenAll(urls.Select(async url => { using var client = [|new HttpClient()|]; return await client.GetStringAsync(url); }));
                return pages.Length + Count();

                int Count() => [|new HttpClient()|].DefaultRequestHeaders.Count();
            }
        }
        """);

    [Fact]
    public Task StartUpCode_IsSilent() => Verify("""
        var builder = WebApplication.CreateBuilder(args);
        using var warm = new HttpClient();
        builder.Services.AddSingleton(new HttpClient());
        builder.Services.AddSingleton(services => new HttpClient { Timeout = TimeSpan.FromSeconds(3) });
        var app = builder.Build();
        app.MapGet("/", () => warm.GetStringAsync("https://warm.example"));
        app.Run();
        """);

    private static Task Verify(params string[] sources) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(sources);
}
