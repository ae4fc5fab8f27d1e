using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Ways from an entry point to a sink that is calls away, and ways that do not count.</summary>
public sealed class ReverseSearchTests
{
    private const string Controller = """
        using Microsoft.AspNetCore.Mvc;
        public class OrdersController(PriceService prices) : ControllerBase { public object Get() => prices.Quote(1); }

        """;

    [Fact]
    public async Task MessageAndLocations_ShowTheShortestWay()
    {
        var found = await Verify("""
            using Microsoft.AspNetCore.Mvc;
            public class OrdersController(PriceService prices) : ControllerBase
            {
                public object Get() => prices.Quote(1);
                public object Longer() => Between(prices);
                private static object Between(PriceService prices) => prices.Quote(2);
            }
            public class PriceService
            {
                public object Quote(int id) => Open().BaseAddress + "" + id;
                private static HttpClient Open() => [|new HttpClient()|];
            }
            """);

        var finding = Assert.Single(found);
        Assert.Contains("(OrdersController.Get → PriceService.Quote → PriceService.Open → new HttpClient())", finding.GetMessage(null));
        Assert.Equal(["prices.Quote(1)", "Open()"], finding.AdditionalLocations.Select(location => location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(location.SourceSpan)));
    }

    [Fact]
    public async Task EntryInAnotherFile_IsReportedAtTheSink()
    {
        var found = await Verify(Controller, "public class PriceService { public object Quote(int id) => [|new HttpClient()|]; }");

        Assert.Equal("/src/Source1.cs", Assert.Single(found).Location.SourceTree!.FilePath);
    }

    [Theory]
    [InlineData("public object Quote(int id) { object Open() => [|new HttpClient()|]; return Open(); }")]
    [InlineData("public object Quote(int id) => Client; private HttpClient Client => [|new HttpClient()|];")]
    [InlineData("public object Quote(int id) => new Session(); class Session { private readonly HttpClient _client = [|new HttpClient()|]; public object Client => _client; }")]
    [InlineData("public object Quote(int id) => new Session(id); class Session { public Session(int id) : this(\"x\" + id) { } private Session(string name) { [|new HttpClient()|].Dispose(); } }")]
    [InlineData("public object Quote(int id) => new Special(); class Session { public Session() { [|new HttpClient()|].Dispose(); } } class Special : Session;")]
    [InlineData("public object Quote(int id) { Session s = new(); return s; } class Session { public HttpClient Client { get; } = [|new HttpClient()|]; }")]
    [InlineData("public object Quote(int id) => Enumerable.Range(0, id).Select(Open).ToList(); private static HttpClient Open(int id) => [|new HttpClient()|];")]
    [InlineData("public object Quote(int id) => Task.Run(() => Open()); private static HttpClient Open() => [|new HttpClient()|];")]
    [InlineData("public async Task<object> Quote(int id) => await OpenAsync(); private static async Task<HttpClient> OpenAsync() { await Task.Yield(); return [|new HttpClient()|]; }")]
    [InlineData("public object Quote(int id) => Clients().First(); private static IEnumerable<HttpClient> Clients() { yield return [|new HttpClient()|]; }")]
    [InlineData("private readonly Func<HttpClient> _open = () => [|new HttpClient()|]; public object Quote(int id) => _open();")]
    [InlineData("public object Quote(int id) => Open<int>(id); private static HttpClient Open<T>(T id) => [|new HttpClient()|];")]
    [InlineData("public object Quote(int id) => this[id]; private HttpClient this[int id] => [|new HttpClient()|];")]
    [InlineData("public object Quote(int id) => new Money() + new Money(); public struct Money { public static object operator +(Money a, Money b) => [|new HttpClient()|]; }")]
    [InlineData("public object Quote(int id) { using (new HttpClientHandler()) { return id; } }", "new HttpClientHandler()")]
    [InlineData("public object Quote(int id) => id == 0 ? 0 : Again(id - 1); private object Again(int id) { Quote(id); return [|new HttpClient()|]; }")]
    public Task CalledCode_IsRequestCode(string members, string? sink = null) =>
        Verify(Controller + "public class PriceService { " + (sink is null ? members : members.Replace(sink, $"[|{sink}|]")) + " }");

    [Theory]
    [InlineData("public object Quote(int id) => id; public object Unused() => new HttpClient();")]
    [InlineData("public object Quote(int id) => id; static PriceService() { new HttpClient().Dispose(); }")]
    [InlineData("private static readonly HttpClient Shared = Open(); private static HttpClient Open() => new HttpClient(); public object Quote(int id) => Shared;")]
    [InlineData("private static HttpClient? _shared; public object Quote(int id) => _shared ??= Open(); private static HttpClient Open() => new HttpClient();")]
    [InlineData("private static readonly Lazy<HttpClient> Shared = new(Open); private static HttpClient Open() => new HttpClient(); public object Quote(int id) => Shared.Value;")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, HttpClient> Shared = new(); public object Quote(int id) => Shared.GetOrAdd(id, Open); private static HttpClient Open(int id) => new HttpClient();")]
    [InlineData("private static bool _ready; public object Quote(int id) { if (!_ready) { Warm(); _ready = true; } return id; } private static void Warm() => new HttpClient().Dispose();")]
    [InlineData("private static bool _ready; public object Quote(int id) { Warm(); return id; } private static void Warm() { if (_ready) return; _ready = true; Load(); } private static void Load() => new HttpClient().Dispose();")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentBag<HttpClient> Pool = new(); public object Quote(int id) => Take(); private static HttpClient Take() { if (Pool.TryTake(out var one)) return one; return new HttpClient(); }")]
    [InlineData("private static readonly Dictionary<int, string> Hosts = new(); public object Quote(int id) { if (!Hosts.TryGetValue(id, out var host)) { using var client = new HttpClient(); host = client.BaseAddress + \"\"; Hosts[id] = host; } return host; }")]
    [InlineData("public object Quote(int id) => nameof(Open); private static HttpClient Open() => new HttpClient();")]
    [InlineData("public event Action? Closed; public PriceService() { Closed += Reconnect; } private static void Reconnect() => new HttpClient().Dispose(); public object Quote(int id) => id;")]
    public Task UnreachedOrKept_IsSilent(string members) => Verify(Controller + "public class PriceService { " + members + " }");

    [Fact]
    public Task InterfaceCall_ReachesItsImplementation() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public interface IPrices { object Quote(int id); }
        public class OrdersController(IPrices prices) : ControllerBase { public object Get() => prices.Quote(1); }
        public class Prices : IPrices { public object Quote(int id) => [|new HttpClient()|]; }
        public class Explicit : IPrices { object IPrices.Quote(int id) => [|new HttpClient()|]; }
        """);

    [Fact]
    public Task InterfaceCall_EndsInTheRegisteredType() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;
        public interface IPrices { object Quote(int id); }
        public static class Registration { public static void Register(IServiceCollection services) => services.AddScoped<IPrices, Prices>(); }
        public class OrdersController(IPrices prices) : ControllerBase { public object Get() => prices.Quote(1); }
        public class Prices : IPrices { public object Quote(int id) => [|new HttpClient()|]; }
        public class NotRegistered : IPrices { public object Quote(int id) => new HttpClient(); }
        """);

    [Fact]
    public Task VirtualAndGenericCalls_ReachOverrides() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public abstract class Prices<T> { public abstract object Quote(T id); }
        public class OrdersController(Prices<int> prices) : ControllerBase { public object Get() => prices.Quote(1); }
        public class Remote : Prices<int> { public override object Quote(int id) => [|new HttpClient()|]; }
        """);

    [Fact]
    public Task ExtensionMethod_IsFollowed() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class OrdersController : ControllerBase { public object Get() => Request.Host.Open(); }
        public static class Opening { public static object Open(this HostString host) => [|new HttpClient()|]; }
        """);

    [Fact]
    public Task InstanceFieldOfASingleton_Keeps_OfAScopedServiceDoesNot() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;
        public static class Registration { public static void Register(IServiceCollection services) { services.AddSingleton<Shared>(); services.AddScoped<Own>(); } }
        public class OrdersController(Shared shared, Own own) : ControllerBase { public object Get() => shared.Client + "" + own.Client; }
        public class Shared { private HttpClient? _client; public HttpClient Client => _client ??= new HttpClient(); }
        public class Own { private HttpClient? _client; public HttpClient Client => _client ??= [|new HttpClient()|]; }
        """);

    [Fact]
    public Task InstanceFieldOfAnUnregisteredType_KeepsAsLongAsItsCreatorDoes() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class OrdersController : ControllerBase
        {
            private static readonly Kept Shared = new();
            public object Get() => Shared.Client + "" + new Made().Client;
        }
        public class Kept { private HttpClient? _client; public HttpClient Client => _client ??= new HttpClient(); }
        public class Made { private HttpClient? _client; public HttpClient Client => _client ??= [|new HttpClient()|]; }
        """);

    [Fact]
    public Task ConstructorOfASingleton_RunsOnce_AlsoWhenAnActionUsesIt() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;
        public static class Registration { public static void Register(IServiceCollection services) => services.AddSingleton<Prices>(); }
        public class OrdersController(Prices prices) : ControllerBase { public object Get() => prices.Client; }
        public class Prices { public HttpClient Client { get; } = Open(); private static HttpClient Open() => new HttpClient(); }
        """);

    [Fact]
    public Task TopLevelProgram_LocalFunctionsOfHandlers_AreFollowed() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        HttpClient? kept = null;
        app.MapGet("/", () => Open());
        app.MapGet("/kept", () => Kept());
        Open();
        app.Run();
        static HttpClient Open() => [|new HttpClient()|];
        HttpClient Kept() => kept ??= new HttpClient();
        """);

    [Fact]
    public Task StartUp_IsSilent() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        Seed.Run();
        app.Run();
        public static class Seed { public static void Run() => new HttpClient().Dispose(); }
        """);

    [Fact]
    public Task ConfigurationCallbacks_AreSilent() => Verify("""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.AspNetCore.Mvc;
        public class SetupController(IServiceCollection services) : ControllerBase
        {
            public void Get() => services.AddHttpClient("x").ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler());
        }
        """);

    [Fact]
    public async Task AmbiguousCall_StillCounts()
    {
        var project = new Project
        {
            MayHaveErrors = true,
            Sources = ["using Microsoft.AspNetCore.Mvc; public class A : ControllerBase { public object Get() => Open(new Missing()); static object Open(string a) => new HttpClient(); static object Open(int a) => a; }"],
        };

        Assert.Single(await Rule<ClientCreatedPerRequestAnalyzer>.FindAsync(project));
    }

    [Fact]
    public async Task HandlerThatIsNotWrittenYet_DisturbsNothing()
    {
        var project = new Project
        {
            MayHaveErrors = true,
            Sources = ["var app = WebApplication.CreateBuilder(args).Build(); app.MapGet(\"/\", app.); app.MapGet(\"/client\", () => Open()); static HttpClient Open() => new HttpClient();"],
        };

        Assert.Single(await Rule<ClientCreatedPerRequestAnalyzer>.FindAsync(project));
    }

    [Fact]
    public async Task ReceiverOrFieldThatIsNotWrittenYet_DisturbsNothing()
    {
        var project = new Project
        {
            MayHaveErrors = true,
            Sources =
            [
                "public class A : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get(Link link) { if (link is not null) { return link.Open(); } return Equals(1, .Open()); } Func<object> = () => new HttpClient(); }",
                "public class Link { public object Open() => new HttpClient(); }",
            ],
        };

        Assert.Contains(await Rule<ClientCreatedPerRequestAnalyzer>.FindAsync(project), finding => finding.GetMessage().Contains("Link.Open", StringComparison.Ordinal));
    }

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Verify(params string[] sources) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(sources);
}
