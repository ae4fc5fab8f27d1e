using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores.Copying.Documents;

/// <summary>One member of every type that copies share.</summary>
[JsonStoreDocument]
internal sealed class Values
{
    public bool Bool { get; set; }

    public byte Byte { get; set; }

    public sbyte SByte { get; set; }

    public short Short { get; set; }

    public ushort UShort { get; set; }

    public int Int { get; set; }

    public uint UInt { get; set; }

    public long Long { get; set; }

    public ulong ULong { get; set; }

    public char Char { get; set; } = 'c';

    public float Float { get; set; }

    public double Double { get; set; }

    public decimal Decimal { get; set; }

    public Half Half { get; set; }

    public Int128 Int128 { get; set; }

    public UInt128 UInt128 { get; set; }

    public DayOfWeek Day { get; set; }

    public string Text { get; set; } = "";

    public Guid Guid { get; set; }

    public DateTime DateTime { get; set; }

    public DateTimeOffset DateTimeOffset { get; set; }

    public DateOnly Date { get; set; }

    public TimeOnly Time { get; set; }

    public TimeSpan Span { get; set; }

    public Uri? Uri { get; set; }

    public Version? Version { get; set; }

    public int? Number { get; set; }

    public DateTime? Moment { get; set; }

    public JsonElement Element { get; set; }

    [JsonIgnore]
    public BigInteger Big { get; set; }

    [JsonIgnore]
    public Rune Rune { get; set; }

    [JsonIgnore]
    public Complex Complex { get; set; }

    public static Values Example() => new()
    {
        Bool = true,
        Byte = 1,
        SByte = -2,
        Short = -3,
        UShort = 4,
        Int = -5,
        UInt = 6,
        Long = -7,
        ULong = 8,
        Char = 'x',
        Float = 1.5f,
        Double = -2.25,
        Decimal = 3.125m,
        Half = (Half)0.5,
        Int128 = Int128.MinValue,
        UInt128 = UInt128.MaxValue,
        Day = DayOfWeek.Friday,
        Text = "text",
        Guid = Guid.Parse("3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
        DateTime = new(2020, 2, 29, 1, 2, 3, DateTimeKind.Utc),
        DateTimeOffset = new(2020, 2, 29, 1, 2, 3, TimeSpan.FromHours(5)),
        Date = new(2020, 2, 29),
        Time = new(23, 59, 58),
        Span = TimeSpan.FromMilliseconds(1234.5),
        Uri = new("https://example.org/path?query"),
        Version = new(1, 2, 3, 4),
        Number = 42,
        Moment = new(1999, 12, 31),
        Element = JsonSerializer.SerializeToElement(new[] { 1, 2, 3 }),
        Big = BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture),
        Rune = new('ü'),
        Complex = new(1, -1),
    };
}

/// <summary>State that no property shows, and members that only a constructor or an initialiser sets.</summary>
[JsonStoreDocument]
internal sealed class HiddenState
{
    [JsonInclude]
    private List<string> _history = ["created"];
    private readonly Dictionary<string, int[]> _counters = new() { ["a"] = [1, 2] };
    private readonly int[,] _grid = { { 1, 2 }, { 3, 4 } };
    private readonly int[,,][] _deep = new int[1, 1, 2][];
    private readonly List<int>[,] _lists = { { [1], [2] } };
    private int _changes;

    public required string Name { get; init; }

    public List<string> Lines { get; } = [];

    public string[] Tags { get; init; } = ["initialised"];

    [JsonIgnore]
    public int Initialisers { get; set; } = ++Runs;

    public static int Runs { get; private set; }

    public void Change(string line)
    {
        _changes++;
        _history.Add(line);
        _history = [.. _history];
        _counters[line] = [_changes, _grid[1, 1]++];
        _deep[0, 0, 1] = [_changes];
        _lists[0, 1].Add(_changes);
        Lines.Add(line);
    }

    public static HiddenState Example()
    {
        var document = new HiddenState { Name = "name", Tags = ["one", "two"] };
        document.Change("first");
        document.Change("second");
        return document;
    }
}

/// <summary>Parameters that became state.</summary>
[JsonStoreDocument]
internal sealed class Captured(string name, List<int> numbers)
{
    public string Name => name;

    public List<int> Numbers => numbers;

    public static Captured Example() => new("name", [1, 2, 3]);
}

[JsonStoreDocument]
internal sealed record Order(int Id, string[] Lines, Order? Previous)
{
    public List<decimal> Prices { get; init; } = [];

    public static Order Example() => new(2, ["a", "b"], new(1, [], null) { Prices = [1.5m] });
}

[JsonStoreDocument]
internal record struct Cell(int Row, int[] Values, Nested Inner)
{
    public static Cell Example() => new(1, [1, 2], new() { Names = ["inner"], Optional = new(7, ["pair"]) });
}

internal struct Nested
{
    public List<string>? Names { get; set; }

    public Pair? Optional { get; set; }

    public Pair? Missing { get; set; }
}

internal readonly record struct Pair(int Number, List<string> Texts);

/// <summary>A document of JSON within the document.</summary>
[JsonStoreDocument]
internal sealed class Nodes
{
    public JsonNode? Node { get; set; }

    public JsonObject Object { get; set; } = [];

    public JsonArray Array { get; set; } = [];

    public JsonValue? Value { get; set; }

    public JsonElement Element { get; set; }

    public JsonDocument? Document { get; set; }

    public List<JsonNode?> List { get; set; } = [];

    public static Nodes Example() => new()
    {
        Node = JsonNode.Parse("""{"a":[1,{"b":null}]}"""),
        Object = new() { ["x"] = 1, ["y"] = new JsonArray(1, 2) },
        Array = [1, "two", null],
        Value = JsonValue.Create(5),
        Element = JsonSerializer.SerializeToElement("element"),
        Document = JsonDocument.Parse("""{ "of": ["its", "own"] }"""),
        List = [JsonValue.Create("one"), null, new JsonObject()],
    };
}

[JsonStoreDocument]
internal sealed class ExtendedByElements
{
    public int Known { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }

    public static ExtendedByElements Example() => JsonSerializer.Deserialize<ExtendedByElements>("""{"Known":1,"more":[1],"most":{"a":2}}""")!;
}

[JsonStoreDocument]
internal sealed class ExtendedByObject
{
    [JsonExtensionData]
    public JsonObject? Rest { get; set; }

    public static ExtendedByObject Example() => JsonSerializer.Deserialize<ExtendedByObject>("""{"more":[1],"most":{"a":2}}""")!;
}
