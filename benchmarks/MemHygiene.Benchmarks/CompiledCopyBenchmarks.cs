using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BenchmarkDotNet.Attributes;
using MemHygiene.JsonStores.Copying;

namespace MemHygiene.Benchmarks;

/// <summary>What does a copy by code that was compiled at run time cost, against a clone written by hand and against reading the bytes again?</summary>
[MemoryDiagnoser]
public class CompiledCopyBenchmarks
{
    private byte[] _utf8 = null!;
    private ShopFile _document = null!;
    private Func<ShopFile, ShopFile> _copy = null!;

    /// <summary>About 5 KB, 500 KB and 24 MB of JSON.</summary>
    [Params(50, 5_000, 240_000)]
    public int Articles { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _utf8 = JsonSerializer.SerializeToUtf8Bytes(new ShopFile { Name = "shop", Articles = [.. Enumerable.Range(0, Articles).Select(ShopArticle.Of)] });
        _document = JsonSerializer.Deserialize<ShopFile>(_utf8)!;
        _copy = CompiledCopies.For((JsonTypeInfo<ShopFile>)JsonSerializerOptions.Default.GetTypeInfo(typeof(ShopFile)), out var reason)
            ?? throw new InvalidOperationException(reason);
    }

    [Benchmark(Baseline = true)]
    public ShopFile ClonedByHand() => _document.Clone();

    [Benchmark]
    public ShopFile Compiled() => _copy(_document);

    [Benchmark]
    public ShopFile DeserializedFromCachedBytes() => JsonSerializer.Deserialize<ShopFile>(_utf8)!;
}
