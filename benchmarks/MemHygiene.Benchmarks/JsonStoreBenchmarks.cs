using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using MemHygiene.JsonStores;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Benchmarks;

/// <summary>What does an isolated copy of a JSON file cost a request, against what people write today?</summary>
[MemoryDiagnoser]
public class JsonStoreBenchmarks
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"json-store-benchmark-{Environment.ProcessId}.json");
    private readonly MemoryCache _cache = new(new MemoryCacheOptions());
    private ServiceProvider _services = null!;
    private JsonStore<ShopFile> _store = null!;
    private ShopFile _document = null!;
    private JsonNode _node = null!;

    /// <summary>About 5 KB and 500 KB of JSON.</summary>
    [Params(50, 5_000)]
    public int Articles { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _document = new() { Name = "shop", Articles = [.. Enumerable.Range(0, Articles).Select(ShopArticle.Of)] };
        File.WriteAllText(_path, JsonSerializer.Serialize(_document));
        var services = new ServiceCollection();
        services.AddMemHygiene().AddJsonStore<ShopFile>(_path);
        _services = services.BuildServiceProvider();
        _store = _services.GetRequiredService<JsonStore<ShopFile>>();
        _cache.Set(_path, _document);
        _node = JsonNode.Parse(File.ReadAllText(_path))!;

        // A tree that somebody has looked through is the usual one. An untouched one shares its buffer and costs next to nothing to clone.
        _ = _node["Articles"]!.AsArray().Sum(article => article!["Stock"]!.GetValue<int>() + article["Name"]!.GetValue<string>().Length);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _services.Dispose();
        _cache.Dispose();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public ShopFile ReadTheFileEachTime() => JsonSerializer.Deserialize<ShopFile>(File.ReadAllText(_path))!;

    [Benchmark]
    public ShopFile JsonStoreRead() => _store.Read();

    [Benchmark]
    public int JsonStoreProjection() => _store.Read(static document => document.Articles.Count);

    [Benchmark]
    public ShopFile MemoryCacheSerializedAndParsed() =>
        JsonSerializer.Deserialize<ShopFile>(JsonSerializer.SerializeToUtf8Bytes(_cache.Get<ShopFile>(_path)!))!;

    [Benchmark]
    public JsonNode JsonNodeDeepClone() => _node.DeepClone();

    [Benchmark]
    public ShopFile CachedAndClonedByHand() => _document.Clone();
}

/// <summary>The document of the benchmark.</summary>
public sealed class ShopFile
{
    public string Name { get; set; } = "";

    public List<ShopArticle> Articles { get; set; } = [];

    public ShopFile Clone() => new() { Name = Name, Articles = Articles.ConvertAll(article => article.Clone()) };
}

/// <summary>One of its records.</summary>
public sealed class ShopArticle
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public decimal Price { get; set; }

    public int Stock { get; set; }

    public List<string> Tags { get; set; } = [];

    public static ShopArticle Of(int id) =>
        new() { Id = id, Name = $"article number {id}", Price = id % 100 + 0.99m, Stock = id % 17, Tags = ["new", "in the shop window"] };

    public ShopArticle Clone() => new() { Id = Id, Name = Name, Price = Price, Stock = Stock, Tags = [.. Tags] };
}
