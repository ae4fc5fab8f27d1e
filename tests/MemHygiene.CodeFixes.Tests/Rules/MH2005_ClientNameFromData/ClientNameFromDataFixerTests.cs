using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH2005_ClientNameFromData.ClientNameFromDataAnalyzer,
    MemHygiene.CodeFixes.Rules.MH2005_ClientNameFromData.ClientNameFromDataFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH2005_ClientNameFromData;

public sealed class ClientNameFromDataFixerTests
{
    [Fact]
    public Task NameThatNobodyConfigures_TheClientComesFromAPool() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// StockController.cs
        using Microsoft.AspNetCore.Mvc;

        public class StockController(IHttpClientFactory clients) : ControllerBase
        {
            public async Task<string> Get(string tenant)
            {
                using var client = clients.CreateClient($"tenant-{tenant}"); // one for each
                return await client.GetStringAsync("https://stock.example/" + tenant);
            }
        }
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddHandlerPool();
        builder.Services.AddHttpClient();
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// StockController.cs
        using MemHygiene.Http;
        using Microsoft.AspNetCore.Mvc;

        public class StockController(HandlerPool handlers, IHttpClientFactory clients) : ControllerBase
        {
            public async Task<string> Get(string tenant)
            {
                using var client = handlers.CreateClient(); // one for each
                return await client.GetStringAsync("https://stock.example/" + tenant);
            }
        }
        """);

    [Fact]
    public Task WhereAllClientsAreWithoutCookies_TheDefaultClientServes() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.ConfigureHttpClientDefaults(all => all.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false }));
        var app = builder.Build();
        app.MapGet("/a/{tenant}", (IHttpClientFactory clients, string tenant) => clients.CreateClient($"tenant-{tenant}").BaseAddress);
        app.MapGet("/b/{id}", (IHttpClientFactory clients, int id) =>
        {
            using var client = clients.CreateClient(id.ToString()); // one for each
            return client.BaseAddress;
        });
        app.Run();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.ConfigureHttpClientDefaults(all => all.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false }));
        var app = builder.Build();
        app.MapGet("/a/{tenant}", (IHttpClientFactory clients, string tenant) => clients.CreateClient().BaseAddress);
        app.MapGet("/b/{id}", (IHttpClientFactory clients, int id) =>
        {
            using var client = clients.CreateClient(); // one for each
            return client.BaseAddress;
        });
        app.Run();
        """,
        withMemHygiene: false);

    [Fact]
    public Task WithoutMemHygiene_CookiesOfDifferentNamesStayApart() => Verify.VerifyNotOfferedAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        var app = builder.Build();
        app.MapGet("/{tenant}", (IHttpClientFactory clients, string tenant) => clients.CreateClient(tenant).BaseAddress);
        app.Run();
        """,
        withMemHygiene: false);

    [Theory]
    [InlineData("AddHttpClient(\"north\")")]
    [InlineData("AddHttpClient(args[0])")]
    [InlineData("ConfigureHttpClientDefaults(all => all.ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(1)))")]
    [InlineData("AddHttpClient(\"\", client => client.Timeout = TimeSpan.FromSeconds(1))")]
    public Task ClientsRegisteredByName_AreLeftAlone(string registration) => Verify.VerifyNotOfferedAsync(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{{registration}};
        var app = builder.Build();
        app.MapGet("/{shop}", (IHttpClientFactory clients, string shop) => clients.CreateClient(shop).BaseAddress);
        app.Run();
        """);

    [Fact]
    public Task NameThatIsMadeByACall_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        var app = builder.Build();
        app.MapGet("/{shop}", (IHttpClientFactory clients, string shop) => clients.CreateClient(Count(shop)).BaseAddress);
        app.Run();

        static string Count(string shop)
        {
            Console.WriteLine(shop);
            return shop;
        }
        """);
}
