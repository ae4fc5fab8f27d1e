namespace MemHygiene.Analyzers.Tests.Verification;

/// <summary>A program that has something for every rule.</summary>
internal static class Sources
{
    public const string EverySink = """
        using System.Text.Json;
        using System.Text.RegularExpressions;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSession();
        builder.Services.AddScoped<Scorer>();
        builder.Services.AddTransient<Tool>();
        builder.Services.AddScoped<IScorer>(services => new Scorer("scores.bin"));
        var app = builder.Build();
        HttpClient? kept = null;
        app.Use(async (context, next) =>
        {
            if (context.Session.GetString("theme") is null) { context.Session.SetString("theme", "dark"); }
            context.Session.SetInt32("hits", 1);
            await next(context);
            await context.Session.CommitAsync();
        });
        app.MapGet("/kept", () => kept ??= new HttpClient());
        app.MapGet("/scores", Scores);
        var names = System.Threading.Channels.Channel.CreateUnbounded<string>();
        app.MapPost("/names", (string name) => names.Writer.TryWrite(name));
        app.MapGet("/stop", (IHostApplicationLifetime lifetime) => { lifetime.ApplicationStopping.Register(() => Console.WriteLine(lifetime)); });
        app.MapGet("/tool", () => app.Services.GetRequiredService<Tool>().ToString());
        var seen = new Dictionary<string, int>();
        app.MapGet("/seen/{page}", (string page) => { seen[page] = 1; });
        app.MapGet("/shops/{shop}", (IHttpClientFactory clients, string shop) => clients.CreateClient("shop-" + shop).BaseAddress);
        app.MapPost("/files", async (string name) => JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync("names.json")));
        app.MapPost("/tidy", (int limit) =>
        {
            if (GC.GetTotalMemory(false) > limit) { GC.WaitForPendingFinalizers(); GC.Collect(); GC.Collect(2); }
        });
        app.MapPost("/orders", (string json) =>
        {
            var document = json.Length > 0 ? JsonDocument.Parse(json) : null;
            var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(10);
            buffer.AsSpan(0, 5).Clear();
            return document?.RootElement.GetProperty("id").GetInt32();
        });
        app.MapPost("/run", async (string tool, IServiceCollection services) =>
        {
            using var process = System.Diagnostics.Process.Start(tool);
            using var provider = services.BuildServiceProvider();
            var settings = new ConfigurationBuilder().AddJsonFile("tools.json", optional: true, reloadOnChange: true).Build();
            await process.WaitForExitAsync();
        });
        app.MapPost("/bytes", async (HttpRequest request) => await request.Body.ReadAsync(new byte[1 << 20]) + (await new StreamReader(request.Body).ReadToEndAsync()).Length);
        app.MapGet("/words/{word}", (string word) => Regex.IsMatch(word, $"^{word}$", RegexOptions.Compiled) || new Regex("a", RegexOptions.Compiled).IsMatch(word));
        app.Run();

        static string Scores(HttpContext context)
        {
            using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
            return new Scorer("scores.bin").Score(client.BaseAddress?.ToString() ?? "none");
        }

        public sealed class Tool : IDisposable { public void Dispose() { } }

        public interface IScorer { string Score(string text); }

        public class Scorer(string modelPath) : IScorer
        {
            private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(1) };
            public string Score(string text) => text + modelPath + _client.BaseAddress;
        }

        [Route("items")]
        public class ItemsController(IMemoryCache cache) : ControllerBase
        {
            [HttpGet("{id}")]
            public async Task<string?> Get(int id)
            {
                var text = await System.IO.File.ReadAllTextAsync("items.json");
                var items = JsonSerializer.Deserialize<Dictionary<int, string>>(text);
                var client = cache.GetOrCreate("client", entry => new HttpClient());
                cache.Set($"item:{id}", id, new MemoryCacheEntryOptions { Priority = CacheItemPriority.Low });
                using var scorer = cache.Get<IDisposable>("scorer");
                return items is not null && items.TryGetValue(id, out var item) ? new Scorer("a.bin").Score(item) : await client!.GetStringAsync("https://items.example");
            }
        }
        """;
}
