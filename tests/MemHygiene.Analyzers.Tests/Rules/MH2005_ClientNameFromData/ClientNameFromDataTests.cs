using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH2005_ClientNameFromData;

namespace MemHygiene.Analyzers.Tests.Rules.MH2005_ClientNameFromData;

public sealed class ClientNameFromDataTests
{
    [Fact]
    public async Task NameWithAParameterInIt_IsReported()
    {
        var found = await Rule<ClientNameFromDataAnalyzer>.VerifyAsync("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddHttpClient();
            var app = builder.Build();
            app.MapGet("/{tenant}", (IHttpClientFactory clients, string tenant) => [|clients.CreateClient($"tenant-{tenant}")|].BaseAddress);
            app.Run();
            """);

        Assert.Equal(
            "The client's name comes from requests (MapGet \"/{tenant}\"), and the factory keeps every name for ever: use a name known at compile time",
            Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task DefaultClient_IsSilent() => Rule<ClientNameFromDataAnalyzer>.VerifyAsync("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        var app = builder.Build();
        app.MapGet("/{tenant}", (IHttpClientFactory clients, string tenant) =>
        {
            var client = clients.CreateClient();
            client.DefaultRequestHeaders.Add("Tenant", tenant);
            return client.BaseAddress;
        });
        app.Run();
        """);

    [Fact]
    public Task OpenNames_AreReported() => Rule<ClientNameFromDataAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class PricesController(IHttpClientFactory clients, IHttpMessageHandlerFactory handlers) : ControllerBase
        {
            public object Header() => [|clients.CreateClient(Request.Headers["Tenant"].ToString())|];
            public object Fresh() => [|clients.CreateClient(Guid.NewGuid().ToString())|];
            public object Host() => Uri.TryCreate(Request.Query["to"].ToString(), UriKind.Absolute, out var to) ? [|clients.CreateClient(to.Host)|] : 1;
            public object Accessed() => [|clients.CreateClient(Current.Context.User.Identity!.Name!)|];
            public object Handler(int shop) => [|handlers.CreateHandler("shop" + shop)|];
            public void Each(string[] shops)
            {
                foreach (var shop in shops) { [|clients.CreateClient(shop)|].Dispose(); }
            }
        }
        public static class Current { public static HttpContext Context => new HttpContextAccessor().HttpContext!; }
        """);

    [Fact]
    public Task NamesOfAClosedSet_AreSilent() => Rule<ClientNameFromDataAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Options;
        public enum Shop { North, South }
        public class PricesController(IHttpClientFactory clients, IConfiguration configuration) : ControllerBase
        {
            private const string Name = "prices";
            private static readonly string[] Names = ["north", "south"];
            public object Constant() => clients.CreateClient(Name + "-v2");
            public object Member(Shop shop) => clients.CreateClient(shop.ToString());
            public object Shown(Shop shop) => clients.CreateClient($"shop-{shop}");
            public object OfType() => clients.CreateClient(typeof(PricesController).Name + nameof(Shop));
            public object Configured() => clients.CreateClient(configuration["Client"]!);
            public object Chosen(bool north) => clients.CreateClient(north ? "north" : "south");
            public object Switched(string shop) => clients.CreateClient(shop switch { "n" => "north", _ => "south" });
            public object Indexed(int shop) => clients.CreateClient(Names[shop % 2]);
            public void Each()
            {
                foreach (var name in Names) { clients.CreateClient(name).Dispose(); }
            }
        }
        """);

    [Fact]
    public Task OtherFactories_AreSilent() => Rule<ClientNameFromDataAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public interface IShopFactory { object CreateClient(string shop); }
        public class PricesController(IShopFactory shops) : ControllerBase
        {
            public object Get(string shop) => shops.CreateClient(shop);
        }
        """);

    [Fact]
    public Task BelowTheAction_TheArgumentDecides() => Rule<ClientNameFromDataAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class PricesController(IHttpClientFactory clients) : ControllerBase
        {
            public object Get(string shop) => Named("prices");
            public object Put(string shop) => Of(shop);
            private object Named(string name) => clients.CreateClient(name);
            private object Of(string name) => [|clients.CreateClient(name)|];
        }
        """);

    [Fact]
    public Task StartUpCode_IsSilent() => Rule<ClientNameFromDataAnalyzer>.VerifyAsync("""
        var app = WebApplication.CreateBuilder(args).Build();
        foreach (var name in args) { app.Services.GetRequiredService<IHttpClientFactory>().CreateClient(name).Dispose(); }
        app.Run();
        """);
}
