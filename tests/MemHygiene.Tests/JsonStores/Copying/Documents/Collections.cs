using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores.Copying.Documents;

/// <summary>What the collections hold: it can be changed.</summary>
internal sealed class Item
{
    public int Number { get; set; }

    public List<string>? Names { get; set; }

    public static Item Of(int number) => new() { Number = number, Names = [$"item {number}"] };
}

[JsonStoreDocument]
internal sealed class Arrays
{
    public int[] Numbers { get; set; } = [1, 2, 3];

    public string?[] Texts { get; set; } = ["a", null];

    public Item?[] Items { get; set; } = [Item.Of(1), null, Item.Of(2)];

    public int[][]? Jagged { get; set; } = [[1], [], [2, 3]];

    public Pair[] Pairs { get; set; } = [new(1, ["x"]), new(2, [])];

    public int?[] Optional { get; set; } = [1, null];

    public byte[] Bytes { get; set; } = [1, 2, 255];

    public Item[] Empty { get; set; } = [];

    public Item[]? Missing { get; set; }
}

/// <summary>Each collection of elements that copies share and of elements that they do not.</summary>
[JsonStoreDocument]
internal sealed class Lists
{
    public List<int> Numbers { get; set; } = [1, 2];

    public List<Item?> Items { get; set; } = [Item.Of(1), null, Item.Of(2)];

    public List<List<Item>> Nested { get; set; } = [[Item.Of(3)], []];

    public List<Pair> Pairs { get; set; } = [new(1, ["x"])];

    public HashSet<string> Set { get; set; } = new(StringComparer.OrdinalIgnoreCase) { "A", "b" };

    public SortedSet<string> Sorted { get; set; } = new(StringComparer.OrdinalIgnoreCase) { "b", "A" };

    public Queue<int> Queue { get; set; } = new([1, 2, 3]);

    public Queue<Item> ItemQueue { get; set; } = new([Item.Of(1), Item.Of(2)]);

    public LinkedList<Item> Linked { get; set; } = new([Item.Of(1), Item.Of(2)]);

    public Collection<Item> Collection { get; set; } = [Item.Of(1)];

    public ObservableCollection<Item> Observable { get; set; } = [Item.Of(1), Item.Of(2)];

    public Stack<int> Stack { get; set; } = new([1, 2, 3]);

    public Stack<Item> ItemStack { get; set; } = new([Item.Of(1), Item.Of(2)]);

    [JsonIgnore]
    public ReadOnlyCollection<Item> ReadOnly { get; set; } = new([Item.Of(1)]);

    public ConcurrentQueue<Item> ConcurrentQueue { get; set; } = new([Item.Of(1), Item.Of(2)]);

    public ConcurrentStack<Item> ConcurrentStack { get; set; } = new([Item.Of(1), Item.Of(2)]);

    [JsonIgnore]
    public ConcurrentBag<Item> Bag { get; set; } = [Item.Of(1), Item.Of(2)];
}

[JsonStoreDocument]
internal sealed class Dictionaries
{
    public Dictionary<string, int> Numbers { get; set; } = new(StringComparer.OrdinalIgnoreCase) { ["A"] = 1, ["b"] = 2 };

    public Dictionary<string, Item?> Items { get; set; } = new(StringComparer.OrdinalIgnoreCase) { ["A"] = Item.Of(1), ["b"] = null };

    public Dictionary<Guid, List<Item>> ByGuid { get; set; } = new() { [Guid.Parse("3f2504e0-4f89-11d3-9a0c-0305e82c3301")] = [Item.Of(1)] };

    public Dictionary<DayOfWeek, Dictionary<int, Item>> Nested { get; set; } = new() { [DayOfWeek.Monday] = new() { [1] = Item.Of(1) }, [DayOfWeek.Friday] = [] };

    public SortedDictionary<string, Item> Sorted { get; set; } = new(StringComparer.OrdinalIgnoreCase) { ["b"] = Item.Of(1), ["A"] = Item.Of(2) };

    public SortedList<string, Item> SortedList { get; set; } = new(StringComparer.OrdinalIgnoreCase) { ["b"] = Item.Of(1), ["A"] = Item.Of(2) };

    public SortedDictionary<int, string> Backwards { get; set; } = new(Descending) { [1] = "a", [2] = "b" };

    public ConcurrentDictionary<string, Item> Concurrent { get; set; } =
        new([new("A", Item.Of(1))], StringComparer.OrdinalIgnoreCase);

    public List<KeyValuePair<string, Item>> Pairs { get; set; } = [new("a", Item.Of(1))];

    [JsonIgnore]
    public (int Number, List<Item> Items) Tuple { get; set; } = (1, [Item.Of(2)]);

    [JsonIgnore]
    public Tuple<string, Item>? Reference { get; set; } = System.Tuple.Create("a", Item.Of(1));

    [JsonIgnore]
    public OrderedDictionary<string, Item> Ordered { get; set; } = new(StringComparer.OrdinalIgnoreCase) { ["b"] = Item.Of(1), ["A"] = Item.Of(2) };

    private static IComparer<int> Descending { get; } = Comparer<int>.Create((left, right) => right.CompareTo(left));
}

/// <summary>Collections that cannot be changed, of elements that can.</summary>
[JsonStoreDocument]
internal sealed class ImmutableCollections
{
    public ImmutableArray<Item> Array { get; set; } = [Item.Of(1), Item.Of(2)];

    public ImmutableArray<Item> Empty { get; set; } = [];

    public ImmutableList<Item> List { get; set; } = [Item.Of(1), Item.Of(2)];

    public ImmutableQueue<Item> Queue { get; set; } = [Item.Of(1), Item.Of(2)];

    [JsonIgnore]
    public ImmutableStack<Item> Stack { get; set; } = [Item.Of(1), Item.Of(2)];

    public ImmutableDictionary<string, Item> Dictionary { get; set; } =
        ImmutableDictionary.Create<string, Item>(StringComparer.OrdinalIgnoreCase).Add("A", Item.Of(1)).Add("b", Item.Of(2));

    public ImmutableSortedDictionary<string, Item> Sorted { get; set; } =
        ImmutableSortedDictionary.Create<string, Item>(StringComparer.OrdinalIgnoreCase).Add("b", Item.Of(1)).Add("A", Item.Of(2));

    public ImmutableHashSet<Tagged> Set { get; set; } = [new Tagged("a", []), new Tagged("b", [1])];

    public IImmutableList<Item> Interface { get; set; } = ImmutableList.Create(Item.Of(1));
}

/// <summary>Equal by a name, and still changeable.</summary>
internal sealed record Tagged(string Name, List<int> Numbers)
{
    public bool Equals(Tagged? other) => other?.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Collections that copies share, and a class and a value that prove to be like them.</summary>
[JsonStoreDocument]
internal sealed class SharedParts
{
    public int Version { get; set; } = 1;

    public ImmutableArray<int> Numbers { get; set; } = [1, 2];

    public ImmutableList<string> Texts { get; set; } = ["a"];

    public ImmutableDictionary<string, Coordinates> ByName { get; set; } = ImmutableDictionary<string, Coordinates>.Empty.Add("a", new(1, 2, null));

    public Coordinates? Place { get; set; } = new(1, 2, new(3, 4, null));

    public List<Coordinates?> Places { get; set; } = [new(5, 6, null), null];
}

internal sealed record Coordinates(double X, double Y, Coordinates? Next);

/// <summary>Members that are declared as interfaces.</summary>
[JsonStoreDocument]
internal sealed class Interfaces
{
    public IEnumerable<Item> Enumerable { get; set; } = new List<Item> { Item.Of(1) };

    public ICollection<Item> Collection { get; set; } = new List<Item> { Item.Of(1) };

    public IList<Item> List { get; set; } = new List<Item> { Item.Of(1) };

    public IReadOnlyCollection<int> Numbers { get; set; } = new List<int> { 1, 2 };

    public IReadOnlyList<Item> Array { get; set; } = new[] { Item.Of(1), Item.Of(2) };

    public ISet<string> Set { get; set; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "A" };

    [JsonIgnore]
    public IReadOnlySet<int> Sorted { get; set; } = new SortedSet<int> { 2, 1 };

    public IDictionary<string, Item> Dictionary { get; set; } = new Dictionary<string, Item>(StringComparer.OrdinalIgnoreCase) { ["A"] = Item.Of(1) };

    public IReadOnlyDictionary<int, int[]> ReadOnly { get; set; } = new Dictionary<int, int[]> { [1] = [1, 2] };

    public ICollection<Item> Unordered { get; set; } = new HashSet<Item> { Item.Of(1) };

    public IList<Item>? Missing { get; set; }
}
