using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Results that are kept for the next request, and look-alikes that are not.</summary>
public sealed class BarriersTests
{
    [Theory]
    [InlineData("return Shared ??= new HttpClient();")]
    [InlineData("if (Shared == null) { Shared = new HttpClient(); } return Shared;")]
    [InlineData("if (Shared is not null) return Shared; Shared = new HttpClient(); return Shared;")]
    [InlineData("if (Shared is null) { lock (Gate) { if (Shared is null) { var made = new HttpClient(); Shared = made; } } } return Shared;")]
    [InlineData("if (!Ready) { Shared = new HttpClient(); Ready = true; } return Shared;")]
    [InlineData("return Shared ?? (Shared = new HttpClient());")]
    [InlineData("if (Shared == null) { var handler = Handler(); Shared = new HttpClient(handler); } return Shared; static HttpMessageHandler Handler() => new SocketsHttpHandler();")]
    [InlineData("if (Shared != null) return Shared; var made = new HttpClient(); Shared = Dressed(made); return Shared; static HttpClient Dressed(HttpClient plain) => plain;")]
    [InlineData("if (Shared == null) { using var first = new HttpClient(); Shared = Dressed(first); } return Shared; static HttpClient Dressed(HttpClient plain) => plain;")]
    [InlineData("return Shared ?? Interlocked.CompareExchange(ref Shared, new HttpClient(), null) ?? Shared;")]
    [InlineData("return LazyInitializer.EnsureInitialized(ref Shared, () => new HttpClient());")]
    [InlineData("return ByHost.GetOrAdd(\"a\", _ => new HttpClient());")]
    [InlineData("return Lazily.GetOrAdd(\"a\", _ => new Lazy<HttpClient>(() => new HttpClient())).Value;")]
    [InlineData("return Lazily.GetOrAdd(\"a\", new Lazy<HttpClient>(() => new HttpClient())).Value;")]
    [InlineData("if (!ByHost.TryGetValue(\"a\", out var client)) { client = new HttpClient(); ByHost[\"a\"] = client; } return client;")]
    [InlineData("if (!ByHost.ContainsKey(\"a\")) { ByHost.TryAdd(\"a\", new HttpClient()); } return ByHost[\"a\"];")]
    [InlineData("if (ByHost.IsEmpty || !Wrapped.ContainsKey(\"a\")) { Wrapped.TryAdd(\"a\", new Box(\"a\", new HttpClient())); } return Wrapped[\"a\"];")]
    [InlineData("return _cache.GetOrCreate(\"a\", entry => new HttpClient());")]
    [InlineData("return _cache.GetOrCreate(\"a\", Make); static HttpClient Make(ICacheEntry entry) => new HttpClient();")]
    [InlineData("var client = _cache.Get<HttpClient>(\"a\"); if (client is null) { client = new HttpClient(); _cache.Set(\"a\", client); } return client;")]
    [InlineData("var cache = HttpContext.RequestServices.GetRequiredService<IMemoryCache>(); return cache.GetOrCreate(\"a\", entry => new HttpClient());")]
    public Task KeptResult_IsSilent(string body) => Verify(Controller(body));

    [Theory]
    [InlineData("Shared = [|new HttpClient()|]; return Shared;")]
    [InlineData("return _own ??= [|new HttpClient()|];")]
    [InlineData("if (_own is null) { _own = [|new HttpClient()|]; } return _own;")]
    [InlineData("return LazyInitializer.EnsureInitialized(ref _own, () => [|new HttpClient()|]);")]
    [InlineData("return ByHost.GetOrAdd(\"a\", [|new HttpClient()|]);")]
    [InlineData("return _ownByHost.GetOrAdd(\"a\", _ => [|new HttpClient()|]);")]
    [InlineData("HttpClient? client = null; client ??= [|new HttpClient()|]; return client;")]
    [InlineData("var lazy = new Lazy<HttpClient>(() => [|new HttpClient()|]); return lazy.Value;")]
    [InlineData("if (HttpContext.Items[\"a\"] is null) { HttpContext.Items[\"a\"] = [|new HttpClient()|]; } return HttpContext.Items[\"a\"];")]
    [InlineData("return Shared is null ? [|new HttpClient()|] : Shared;")]
    public Task ResultThatDiesWithTheRequest_Warns(string body) => Verify(Controller(body));

    [Fact]
    public Task LazyFieldOfAController_IsPerRequest() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            private readonly Lazy<HttpClient> _lazy = new(() => [|new HttpClient()|]);
            public object Get() => _lazy.Value;
        }
        """);

    [Fact]
    public Task FieldOfConventionalMiddleware_Keeps() => Verify("""
        public class Stamp(RequestDelegate next)
        {
            private HttpClient? _client;
            public Task InvokeAsync(HttpContext context) { _client ??= new HttpClient(); return next(context); }
        }
        """);

    [Fact]
    public Task LocalOutsideTheHandler_Keeps() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        HttpClient? kept = null;
        var byHost = new System.Collections.Concurrent.ConcurrentDictionary<string, HttpClient>();
        app.MapGet("/a", () => kept ??= new HttpClient());
        app.MapGet("/b", (string host) => byHost.GetOrAdd(host, _ => new HttpClient()));
        app.Run();
        """);

    private static string Controller(string body) => $$"""
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        public class A(IMemoryCache injected) : ControllerBase
        {
            private static HttpClient? Shared;
            private static bool Ready;
            private static readonly object Gate = new();
            private static readonly ConcurrentDictionary<string, HttpClient> ByHost = new();
            private static readonly ConcurrentDictionary<string, Lazy<HttpClient>> Lazily = new();
            private static readonly ConcurrentBag<HttpClient> Pool = new();
            private static readonly ConcurrentDictionary<string, Box> Wrapped = new();
            private readonly ConcurrentDictionary<string, HttpClient> _ownByHost = new();
            private readonly IMemoryCache _cache = injected;
            private HttpClient? _own;
            public object? Get() { {{body}} }
            public sealed record Box(string Name, HttpClient Client);
            public object? Rest() => (Ready, Gate, Lazily, Pool, _ownByHost, _cache, _own);
        }
        """;

    private static Task Verify(params string[] sources) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(sources);

    [Theory]
    [InlineData("if (Settings[\"x\"] == \"1\") { Open(); }")]
    [InlineData("if (IsOn) { Open(); }")]
    [InlineData("if (!IsOn) return; Open();")]
    public Task SettingThatNobodyChanges_IsNoDoneFlag(string body) => Verify(Flagged(body, "[|new HttpClient()|]"));

    [Theory]
    [InlineData("if (!_isDone) { Open(); _isDone = true; }")]
    [InlineData("if (_isDone) return; Open(); _isDone = true;")]
    [InlineData("if (!_isDone) { Begin(); }")]
    [InlineData("if (_left-- > 0) { Open(); }")]
    public Task FlagThatRemembers_IsSilent(string body) => Verify(Flagged(body, "new HttpClient()"));

    [Fact]
    public Task CodeThatOnlyErrorsNeed_IsSilent() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            public object Get() { try { return Read(); } catch (Exception error) { Tell(error); return 0; } }
            public object Again() { try { return Read(); } catch (IOException) { using var own = new HttpClient(); return 0; } }
            private static object Read() => 1;
            private static void Tell(Exception error) { using var client = new HttpClient(); client.PostAsync("/errors", new StringContent(error.Message)); }
        }
        """);

    private static string Flagged(string body, string sink) => $$"""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            private static IConfiguration Settings = null!;
            private static readonly bool IsOn = Environment.ProcessorCount > 1;
            private static bool _isDone;
            private static int _left = 3;
            public A(IConfiguration settings) => Settings = settings;
            public void Get() { {{body}} }
            private static void Begin() { _isDone = true; Open(); }
            private static void Open() { using var client = {{sink}}; }
        }
        """;
}
