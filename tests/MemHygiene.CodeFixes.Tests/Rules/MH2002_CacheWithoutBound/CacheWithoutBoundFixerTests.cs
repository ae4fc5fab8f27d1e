using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH2002_CacheWithoutBound.CacheWithoutBoundAnalyzer,
    MemHygiene.CodeFixes.Rules.MH2002_CacheWithoutBound.CacheWithoutBoundFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH2002_CacheWithoutBound;

public sealed class CacheWithoutBoundFixerTests
{
    [Fact]
    public Task Factories_GetAnExpiration() => Verify.VerifyAsync(
        """
        using Microsoft.Extensions.Caching.Memory;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/a/{id}", (IMemoryCache cache, int id) => cache.GetOrCreate(id, _ => new byte[id]));
        app.MapGet("/b/{id}", (IMemoryCache cache, string id) => cache.GetOrCreateAsync(id, async item => await File.ReadAllTextAsync(id)));
        app.MapGet("/c/{id}", (IMemoryCache cache, string id) => cache.GetOrCreate(id, item =>
        {
            // The longest.
            item.Priority = CacheItemPriority.Low;
            return id + id;
        }));
        app.Run();
        """,
        """
        using Microsoft.Extensions.Caching.Memory;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/a/{id}", (IMemoryCache cache, int id) => cache.GetOrCreate(id, entry =>
        {
            entry.SlidingExpiration = TimeSpan.FromMinutes(10);
            return new byte[id];
        }));
        app.MapGet("/b/{id}", (IMemoryCache cache, string id) => cache.GetOrCreateAsync(id, async item =>
        {
            item.SlidingExpiration = TimeSpan.FromMinutes(10);
            return await File.ReadAllTextAsync(id);
        }));
        app.MapGet("/c/{id}", (IMemoryCache cache, string id) => cache.GetOrCreate(id, item =>
        {
            // The longest.
            item.SlidingExpiration = TimeSpan.FromMinutes(10);
            item.Priority = CacheItemPriority.Low;
            return id + id;
        }));
        app.Run();
        """);

    [Fact]
    public Task EntriesSetAfterALook_GetAnExpiration() => Verify.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;

        WebApplication.CreateBuilder(args).Build().Run();

        public class TextsController(IMemoryCache cache) : ControllerBase
        {
            public string Plain(string id)
            {
                if (!cache.TryGetValue(id, out string? text))
                {
                    text = cache.Set(id, id + id);
                }

                return text!;
            }

            public string WithOptions(string id) => cache.Get<string>(id) ?? cache.Set(id, id + id, new MemoryCacheEntryOptions { Priority = CacheItemPriority.Low });

            public string Entry(string id)
            {
                if (cache.TryGetValue(id, out string? text))
                {
                    return text!;
                }

                using var entry = cache.CreateEntry(id);
                entry.Value = id + id;
                return id + id;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;

        WebApplication.CreateBuilder(args).Build().Run();

        public class TextsController(IMemoryCache cache) : ControllerBase
        {
            public string Plain(string id)
            {
                if (!cache.TryGetValue(id, out string? text))
                {
                    text = cache.Set(id, id + id, new MemoryCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10) });
                }

                return text!;
            }

            public string WithOptions(string id) => cache.Get<string>(id) ?? cache.Set(id, id + id, new MemoryCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10), Priority = CacheItemPriority.Low });

            public string Entry(string id)
            {
                if (cache.TryGetValue(id, out string? text))
                {
                    return text!;
                }

                using var entry = cache.CreateEntry(id);
                entry.SlidingExpiration = TimeSpan.FromMinutes(10);
                entry.Value = id + id;
                return id + id;
            }
        }
        """);

    [Fact]
    public Task CodeThatOnlyStores_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        using Microsoft.Extensions.Caching.Memory;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/codes/{user}", (IMemoryCache cache, string user, string code) => cache.Set(user, code));
        app.Run();
        """);
}
