using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH2002_CacheWithoutBound;

namespace MemHygiene.Analyzers.Tests.Rules.MH2002_CacheWithoutBound;

public sealed class CacheWithoutBoundTests
{
    [Fact]
    public async Task GetOrCreate_KeyOutOfTheRequest_Warns()
    {
        var found = await Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
            using Microsoft.Extensions.Caching.Memory;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddMemoryCache();
            var app = builder.Build();
            app.MapGet("/products/{id}", (IMemoryCache cache, int id) => [|cache.GetOrCreate($"product:{id}", entry => new byte[1_000])|]);
            app.Run();
            """);

        Assert.Equal("The entry never expires and the cache has no size limit, while its key comes from requests (MapGet \"/products/{id}\"): set an expiration", Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task GetOrCreate_WithAnExpiration_IsSilent() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.Extensions.Caching.Memory;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMemoryCache();
        var app = builder.Build();
        app.MapGet("/products/{id}", (IMemoryCache cache, int id) => cache.GetOrCreate($"product:{id}", entry =>
        {
            entry.SlidingExpiration = TimeSpan.FromMinutes(10);
            return new byte[1_000];
        }));
        app.Run();
        """);

    [Fact]
    public Task EveryWayIn_KeptForEver_Warns() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        public class ProductsController(IMemoryCache cache) : ControllerBase
        {
            public void Set(string id) => [|cache.Set(id, "text")|];
            public void SetWithEmptyOptions(string id) => [|cache.Set(id, "text", new MemoryCacheEntryOptions { Priority = CacheItemPriority.Low })|];
            public Task<string?> Async(string id) => [|cache.GetOrCreateAsync(id, async _ => { await Task.Yield(); return "text"; })|];
            public void Entry(string id)
            {
                using var entry = [|cache.CreateEntry(id)|];
                entry.Value = "text";
            }
            public void Options(string id)
            {
                var options = new MemoryCacheEntryOptions();
                options.Priority = CacheItemPriority.High;
                [|cache.Set(id, "text", options)|];
            }
        }
        """);

    [Fact]
    public Task EveryBound_IsSilent() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        using Microsoft.Extensions.Primitives;
        public class ProductsController(IMemoryCache cache, MemoryCacheEntryOptions shared) : ControllerBase
        {
            public void Time(string id) => cache.Set(id, "text", TimeSpan.FromMinutes(1));
            public void Token(string id) => cache.Set(id, "text", new CancellationChangeToken(HttpContext.RequestAborted));
            public void Initialiser(string id) => cache.Set(id, "text", new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
            public void Chain(string id) => cache.Set(id, "text", new MemoryCacheEntryOptions().SetSlidingExpiration(TimeSpan.FromMinutes(1)));
            public void Shared(string id) => cache.Set(id, "text", shared);
            public void Local(string id)
            {
                var options = new MemoryCacheEntryOptions();
                options.SetSlidingExpiration(TimeSpan.FromMinutes(1));
                cache.Set(id, "text", options);
            }
            public void Entry(string id)
            {
                using var entry = cache.CreateEntry(id);
                entry.SetAbsoluteExpiration(TimeSpan.FromMinutes(1)).SetValue("text");
            }
            public string? Passed(string id) => cache.GetOrCreate(id, entry => Make(entry));
            public string? Named(string id) => cache.GetOrCreate(id, Make);
            private static string Make(ICacheEntry entry) { entry.SlidingExpiration = TimeSpan.FromMinutes(1); return "text"; }
        }
        """);

    [Fact]
    public Task SizeLimit_AnywhereInTheProject_IsSilent() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        public class ProductsController(IMemoryCache cache) : ControllerBase
        {
            public string? Get(string id) => cache.GetOrCreate(id, entry => "text");
        }
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMemoryCache(options => options.SizeLimit = 10_000);
        builder.Build().Run();
        """);

    [Fact]
    public Task StaticCacheWithoutALimit_Warns_AlthoughAnotherHasOne() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.Extensions.Caching.Memory;
        public class QuotesController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            private static readonly MemoryCache Plain = new(new MemoryCacheOptions());
            private static readonly MemoryCache Sized = new(new MemoryCacheOptions { SizeLimit = 200 });
            public void Get(string symbol) { [|Plain.Set(symbol, 1, new MemoryCacheEntryOptions { Priority = CacheItemPriority.Low })|]; Sized.Set(symbol, 1, new MemoryCacheEntryOptions().SetSize(1)); }
        }
        """);

    [Fact]
    public Task StaticCacheWithASizeLimit_IsSilent() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        public class AgentsController : ControllerBase
        {
            private static readonly MemoryCache Agents = new(new MemoryCacheOptions { SizeLimit = 200 });
            public string? Get() => Agents.GetOrCreate(Request.Headers.UserAgent.ToString(), entry => "text");
        }
        """);

    [Fact]
    public Task ClosedKeys_AreSilent() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        using Microsoft.Extensions.Options;
        public enum Season { Winter, Summer }
        public class Names { public string Prefix { get; set; } = ""; }
        public class ProductsController(IMemoryCache cache, IConfiguration configuration, IOptions<Names> names) : ControllerBase
        {
            private const string Key = "products";
            private readonly string _key = "products";
            public string? Constant() => cache.GetOrCreate(Key, entry => "text");
            public string? Field() => cache.GetOrCreate(_key + nameof(Field), entry => "text");
            public string? Enumeration(Season season, bool all) => cache.GetOrCreate($"{season}:{all}", entry => "text");
            public string? OfType(object value) => cache.GetOrCreate(value.GetType().Name + typeof(string), entry => "text");
            public string? Configured() => cache.GetOrCreate(configuration["Key"] + names.Value.Prefix, entry => "text");
            public string? Striped(int id) => cache.GetOrCreate(id % 16, entry => "text");
            public string? Scheme() => cache.GetOrCreate(Request.Scheme + Request.Host, entry => "text");
            public string? Looped()
            {
                foreach (var name in new[] { "a", "b" }) { cache.Set(name, "text"); }
                return null;
            }
        }
        """);

    [Fact]
    public Task OpenKeys_Warn() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        public record Query(string Text, int Page);
        public class ProductsController(IMemoryCache cache) : ControllerBase
        {
            public string? Member(Query query) => [|cache.GetOrCreate("q:" + query.Text, entry => "text")|];
            public string? Tuple(Query query) => [|cache.GetOrCreate((query.Text, query.Page), entry => "text")|];
            public string? Header() => [|cache.GetOrCreate(Request.Headers.UserAgent.ToString(), entry => "text")|];
            public string? User1() => [|cache.GetOrCreate(User.FindFirst("sub")?.Value ?? "nobody", entry => "text")|];
            public string? Local(string id)
            {
                var key = string.Format("item:{0}", id.Trim());
                return [|cache.GetOrCreate(key, entry => "text")|];
            }
            public void Each(int[] ids)
            {
                foreach (var id in ids) { [|cache.Set(id, "text")|]; }
            }
            public string Fresh() => [|cache.Set(Guid.NewGuid(), "text")|];
        }
        """);

    [Fact]
    public Task CacheThatTheTypeAlsoEmpties_IsSilent() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        public class CartsController(IMemoryCache cache) : ControllerBase
        {
            public void Post(string id) => cache.Set(id, "text");
            public void Delete(string id) => cache.Remove(id);
        }
        """);

    [Fact]
    public Task CacheOfOneMethod_IsSilent() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        public class CartsController : ControllerBase
        {
            public void Post(string id)
            {
                using var own = new MemoryCache(new MemoryCacheOptions());
                own.Set(id, "text");
            }
        }
        """);

    [Fact]
    public Task OutsideRequests_IsSilent() => Rule<CacheWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.Extensions.Caching.Memory;
        public class Warmer(IMemoryCache cache) : IHostedService
        {
            public Task StartAsync(CancellationToken token) { foreach (var name in Environment.GetCommandLineArgs()) { cache.Set(name, "text"); } return Task.CompletedTask; }
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """);
}
