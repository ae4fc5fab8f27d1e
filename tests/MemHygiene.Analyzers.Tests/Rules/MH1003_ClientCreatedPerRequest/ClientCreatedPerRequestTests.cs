using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

namespace MemHygiene.Analyzers.Tests.Rules.MH1003_ClientCreatedPerRequest;

public sealed class ClientCreatedPerRequestTests
{
    [Fact]
    public Task MarkedType_Warns() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class ExpensiveToCreateAttribute : Attribute;
        [ExpensiveToCreate] public class Ledger;
        public class BookController : ControllerBase { public object Get() => [|new Ledger()|]; }
        """);

    [Fact]
    public Task TypesInAnAdditionalFile_Warn() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(new Project
    {
        Sources = ["namespace Contoso { public class Ledger; public class BookController : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get() => [|new Ledger()|]; } }"],
        AdditionalFile = ("memhygiene.client_types.txt", "# ours\nContoso.Other\nContoso.Ledger\n"),
    });

    [Fact]
    public Task Endpoint_NewHttpClient_Warns() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/rates", async () =>
        {
            using var client = [|new HttpClient()|];
            return await client.GetStringAsync("https://rates.example/today");
        });
        app.Run();
        """);

    [Fact]
    public Task Endpoint_ClientFromFactory_IsSilent() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        var app = builder.Build();
        app.MapGet("/rates", async (IHttpClientFactory clients) =>
        {
            using var client = clients.CreateClient();
            return await client.GetStringAsync("https://rates.example/today");
        });
        app.Run();
        """);

    [Fact]
    public async Task Action_NewHttpClient_NamesTheActionAndTheFactory()
    {
        var found = await Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
            using Microsoft.AspNetCore.Mvc;
            public class RatesController : ControllerBase
            {
                public Task<string> Get() => [|new HttpClient()|].GetStringAsync("https://rates.example/today");
            }
            """);

        Assert.Equal("HttpClient is created on every request (RatesController.Get): take it from IHttpClientFactory", Assert.Single(found).GetMessage());
    }

    [Fact]
    public async Task Action_NewHttpClientWhereMemHygieneIsReferenced_NamesTheHandlerPool()
    {
        var found = await Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
            using Microsoft.AspNetCore.Mvc;
            public class RatesController : ControllerBase
            {
                public Task<string> Get() => [|new HttpClient()|].GetStringAsync("https://rates.example/today");
            }
            namespace MemHygiene.Http { public class HandlerPool; }
            """);

        Assert.EndsWith(": take it from a HandlerPool", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Action_TargetTypedAndInitialised_Warns() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class RatesController : Controller
        {
            public async Task<string> Get()
            {
                using HttpClient client = [|new() { BaseAddress = new Uri("https://rates.example"), Timeout = TimeSpan.FromSeconds(5) }|];
                return await client.GetStringAsync("today");
            }
        }
        """);

    [Fact]
    public Task ClientAndItsHandler_WarnOnce() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class RatesController : Controller
        {
            public Task<string> Inline() => [|new HttpClient(new HttpClientHandler { UseCookies = false })|].GetStringAsync("https://rates.example");

            public async Task<string> ByLocal()
            {
                var handler = new SocketsHttpHandler();
                using var client = [|new HttpClient(handler)|];
                return await client.GetStringAsync("https://rates.example");
            }
        }
        """);

    [Fact]
    public Task ClientOverASharedHandler_IsSilent() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class RatesController : Controller
        {
            private static readonly SocketsHttpHandler Handler = new();
            public async Task<string> Get()
            {
                using var client = new HttpClient(Handler, disposeHandler: false);
                return await client.GetStringAsync("https://rates.example");
            }
        }
        """);

    [Fact]
    public Task OtherClients_Warn() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        public class StockController : ControllerBase
        {
            public string Redis() => [|StackExchange.Redis.ConnectionMultiplexer.Connect("cache")|].GetDatabase().StringGet("stock");
            public void Rabbit() { using var connection = [|new RabbitMQ.Client.ConnectionFactory().CreateConnection()|]; }
            public object S3() => [|new Amazon.S3.AmazonS3Client()|];
            public object Grpc() => [|global::Grpc.Net.Client.GrpcChannel.ForAddress("https://stock", new() { HttpClient = new HttpClient() })|];
        #pragma warning disable SYSLIB0014
            public void Mail() { using var smtp = [|new System.Net.Mail.SmtpClient("mail")|]; }
        }
        """,
        Stubs.Redis,
        Stubs.RabbitMq,
        Stubs.Aws,
        Stubs.Grpc);

    [Fact]
    public Task ConfiguredType_Warns() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(new Project
    {
        Sources =
        [
            """
            using Microsoft.AspNetCore.Mvc;
            public class LedgerController : ControllerBase
            {
                public object Get() => [|new Ledger.LedgerConnection()|];
            }
            namespace Ledger { public class LedgerConnection; }
            """,
        ],
        Options = Project.Option("memhygiene.client_types", "Other.Thing, Ledger.LedgerConnection"),
    });

    [Fact]
    public Task PrimaryHandlerOfTheFactory_IsSilent() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("rates").ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false });
        builder.Build().Run();
        """);

    [Fact]
    public Task BlazorWebAssembly_IsSilent() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        var builder = WebAssemblyHostBuilder.CreateDefault();
        builder.Services.AddScoped(services => new HttpClient { BaseAddress = new Uri("https://app.example") });

        public sealed class WebAssemblyHostBuilder
        {
            public IServiceCollection Services { get; } = new ServiceCollection();
            public static WebAssemblyHostBuilder CreateDefault() => new();
        }
        """);

    [Fact]
    public Task OptionOfAnotherFile_DoesNotCount() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(new Project
    {
        Sources =
        [
            "namespace Ledger { public class LedgerConnection; }",
            """
            using Microsoft.AspNetCore.Mvc;
            public class LedgerController : ControllerBase
            {
                public object Get() => new Ledger.LedgerConnection();
            }
            """,
        ],
        Options = Project.Option("memhygiene.client_types", "Ledger.LedgerConnection"),
    });
}
