using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BenchmarkDotNet.Attributes;
using MemHygiene.JsonStores;
using MemHygiene.JsonStores.Copying;

namespace MemHygiene.Benchmarks;

/// <summary>What does a copy of a parsed document cost, by the way it is made?</summary>
[MemoryDiagnoser]
public class DeepCopyBenchmarks
{
    private byte[] _utf8 = null!;
    private OrderBook _document = null!;
    private JsonNode _node = null!;
    private Func<OrderBook, OrderBook> _compiled = null!;

    /// <summary>4.1 KB, 425 KB and 22 MB of JSON.</summary>
    [Params(10, 1_000, 50_000)]
    public int Orders { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _utf8 = JsonSerializer.SerializeToUtf8Bytes(new OrderBook { Name = "orders", Orders = [.. Enumerable.Range(0, Orders).Select(CustomerOrder.Of)] });
        _document = JsonSerializer.Deserialize<OrderBook>(_utf8)!;
        _node = JsonNode.Parse(_utf8)!;
        _compiled = CompiledCopies.For((JsonTypeInfo<OrderBook>)JsonSerializerOptions.Default.GetTypeInfo(typeof(OrderBook)), out var reason) ?? throw new InvalidOperationException(reason);

        // A tree that somebody has looked through is the usual one. An untouched one shares its buffer and costs next to nothing to clone.
        _ = _node["Orders"]!.AsArray().Sum(order => order!["Lines"]!.AsArray().Sum(line => line!["Quantity"]!.GetValue<int>() + line["Article"]!.GetValue<string>().Length)
            + order["Notes"]!.AsArray().Sum(note => note!.GetValue<string>().Length) + order["Customer"]!.GetValue<string>().Length);
    }

    [Benchmark(Baseline = true)]
    public OrderBook ClonedByHand() => _document.Clone();

    [Benchmark]
    public OrderBook Generated() => GeneratedCopies.Copy(_document);

    [Benchmark]
    public OrderBook Compiled() => _compiled(_document);

    [Benchmark]
    public OrderBook BytesDeserialized() => JsonSerializer.Deserialize<OrderBook>(_utf8)!;

    [Benchmark]
    public OrderBook SerializedAndDeserialized() => JsonSerializer.Deserialize<OrderBook>(JsonSerializer.SerializeToUtf8Bytes(_document))!;

    [Benchmark]
    public JsonNode JsonNodeDeepClone() => _node.DeepClone();
}

/// <summary>The document of the benchmark.</summary>
[JsonStoreDocument]
public sealed class OrderBook
{
    public string Name { get; set; } = "";

    public List<CustomerOrder> Orders { get; set; } = [];

    public OrderBook Clone() => new() { Name = Name, Orders = Orders.ConvertAll(order => order.Clone()) };
}

/// <summary>One of its records, about 430 bytes of JSON.</summary>
public sealed class CustomerOrder
{
    public int Id { get; set; }

    public string Customer { get; set; } = "";

    public DateTime Placed { get; set; }

    public bool IsPaid { get; set; }

    public OrderAddress? Address { get; set; }

    public List<OrderLine> Lines { get; set; } = [];

    public List<string> Notes { get; set; } = [];

    public Dictionary<string, string> Labels { get; set; } = [];

    public static CustomerOrder Of(int id) => new()
    {
        Id = id,
        Customer = $"customer number {id}",
        Placed = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(id),
        IsPaid = id % 3 == 0,
        Address = new() { Street = $"Long Street {id % 200}", City = "Springfield", Code = $"{10_000 + id % 999}" },
        Lines = [.. Enumerable.Range(0, 3).Select(line => new OrderLine { Article = $"article {id + line}", Quantity = line + 1, Price = id % 100 + 0.99m })],
        Notes = ["leave with the neighbour", "gift"],
        Labels = new() { ["channel"] = "shop", ["priority"] = "normal" },
    };

    public CustomerOrder Clone() => new()
    {
        Id = Id,
        Customer = Customer,
        Placed = Placed,
        IsPaid = IsPaid,
        Address = Address?.Clone(),
        Lines = Lines.ConvertAll(line => line.Clone()),
        Notes = [.. Notes],
        Labels = new(Labels),
    };
}

/// <summary>Where an order goes.</summary>
public sealed class OrderAddress
{
    public string Street { get; set; } = "";

    public string City { get; set; } = "";

    public string Code { get; set; } = "";

    public OrderAddress Clone() => new() { Street = Street, City = City, Code = Code };
}

/// <summary>What an order is about.</summary>
public sealed class OrderLine
{
    public string Article { get; set; } = "";

    public int Quantity { get; set; }

    public decimal Price { get; set; }

    public OrderLine Clone() => new() { Article = Article, Quantity = Quantity, Price = Price };
}
