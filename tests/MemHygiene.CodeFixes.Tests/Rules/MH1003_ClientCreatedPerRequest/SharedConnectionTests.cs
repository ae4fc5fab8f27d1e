using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>Clients of databases and other services, which are the same for all requests and whose documentation says that threads may share them.</summary>
public sealed class SharedConnectionTests
{
    private const string Libraries = """

        //// LIBRARIES.cs
        namespace Grpc.Net.Client
        {
            public sealed class GrpcChannel : IDisposable
            {
                public string Target => "";
                public static GrpcChannel ForAddress(string address) => new();
                public Task ShutdownAsync() => Task.CompletedTask;
                public void Dispose() { }
            }
        }

        namespace MongoDB.Driver
        {
            public class MongoClient(string address) { public string GetDatabase(string name) => address + name; }
        }

        namespace StackExchange.Redis
        {
            public class ConnectionMultiplexer { public static ConnectionMultiplexer Connect(string address) => new(); public int GetDatabase() => 1; }
        }
        """;

    [Theory]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://prices\"); return channel.Target;", "var channel = SharedGrpcChannel.Value; return channel.Target;")]
    [InlineData("var channel = GrpcChannel.ForAddress(Address); return channel.Target;", "var channel = SharedGrpcChannel.Value; return channel.Target;", "Address")]
    [InlineData("return GrpcChannel.ForAddress(\"http://prices\").Target;", "return SharedGrpcChannel.Value.Target;")]
    public Task ChannelToOneAddress_IsShared(string before, string after, string address = "\"http://prices\"") => Verify.VerifyAsync(
        Controller("", before),
        Controller($"    private static readonly Lazy<GrpcChannel> SharedGrpcChannel = new(() => GrpcChannel.ForAddress({address}));\n", after));

    [Fact]
    public Task ClientOfATopLevelProgram_IsMadeAboveItsEndpoint() => Verify.VerifyAsync(
        """
        using MongoDB.Driver;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/orders", () => new MongoClient("mongodb://orders").GetDatabase("orders"));
        app.Run();
        """ + Libraries.Replace("LIBRARIES", "Libraries"),
        """
        using MongoDB.Driver;

        var app = WebApplication.CreateBuilder(args).Build();
        var sharedMongoClient = new Lazy<MongoClient>(() => new MongoClient("mongodb://orders"));
        app.MapGet("/orders", () => sharedMongoClient.Value.GetDatabase("orders"));
        app.Run();
        """ + Libraries.Replace("LIBRARIES", "Libraries"));

    [Theory]
    [InlineData("var channel = GrpcChannel.ForAddress(Request.Host.Value!); return channel.Target;")]
    [InlineData("var channel = GrpcChannel.ForAddress(\"http://prices\"); channel.ShutdownAsync(); return channel.Target;")]
    [InlineData("var channel = GrpcChannel.ForAddress(\"http://prices\"); channel.Dispose(); return \"\";")]
    [InlineData("GrpcChannel channel; channel = GrpcChannel.ForAddress(\"http://prices\"); return channel.Target;")]
    [InlineData("return StackExchange.Redis.ConnectionMultiplexer.Connect(\"redis\").GetDatabase().ToString();")]
    public Task OneOfTheRequest_OrThatConnectsAtOnce_IsLeftAlone(string body) => Verify.VerifyNotOfferedAsync(Controller("", body));

    private static string Controller(string field, string body) => $$"""
        //// Library/PricesController.cs
        using Grpc.Net.Client;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class PricesController : ControllerBase
        {
            private const string Address = "http://prices";
        {{field}}
            public string Get()
            {
                {{body}}
            }
        }
        """ + Libraries.Replace("LIBRARIES", "Library/Libraries");
}
