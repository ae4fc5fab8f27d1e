using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores.Copying.Documents;

/// <summary>Each level hides a field of the same name.</summary>
[JsonStoreDocument]
internal sealed class Lowest : Middle
{
    private readonly List<int> _state = [3];

    public int[] Own { get; set; } = [1];

    public int Sum => _state.Count + MiddleCount + TopCount;

    public static Lowest Example()
    {
        var document = new Lowest { Title = "lowest", Items = [Item.Of(1)] };
        document.Grow();
        document._state.Add(4);
        return document;
    }
}

internal class Middle : Top
{
    private readonly List<int> _state = [2];

    public List<Item> Items { get; set; } = [];

    protected int MiddleCount => _state.Count;

    public override void Grow()
    {
        base.Grow();
        _state.Add(20);
        _state.Add(21);
    }
}

internal abstract class Top
{
    private readonly List<int> _state = [1];

    public string Title { get; set; } = "";

    protected int TopCount => _state.Count;

    public virtual void Grow() => _state.Add(10);
}

[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Polygon), "polygon")]
[JsonDerivedType(typeof(Dot), "dot")]
internal abstract class Shape
{
    public List<string> Labels { get; set; } = [];
}

internal sealed class Circle : Shape
{
    public double Radius { get; set; }
}

internal class Polygon : Shape
{
    public List<Pair> Corners { get; set; } = [];
}

internal sealed class Dot : Shape;

[JsonDerivedType(typeof(Manager), "manager")]
[JsonDerivedType(typeof(Person), "person")]
internal class Person
{
    public string Name { get; set; } = "";

    public int[] Years { get; set; } = [];
}

internal sealed class Manager : Person
{
    public List<Person> Reports { get; set; } = [];
}

[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(Marker), "marker")]
internal interface IEntry
{
    string Text { get; }
}

internal sealed class Note : IEntry
{
    public string Text { get; set; } = "";

    public List<string> Replies { get; set; } = [];
}

internal sealed record Marker(string Text) : IEntry;

/// <summary>Members that are declared as a base or an interface of what they hold.</summary>
[JsonStoreDocument]
internal sealed class Hierarchies
{
    public List<Shape?> Shapes { get; set; } =
        [new Circle { Radius = 1, Labels = ["c"] }, new Polygon { Corners = [new(1, ["corner"])] }, new Dot(), null];

    public Shape? First { get; set; } = new Circle { Radius = 2 };

    public Person[] People { get; set; } =
        [new() { Name = "p", Years = [1] }, new Manager { Name = "m", Reports = [new() { Name = "r" }, new Manager { Name = "mm" }] }];

    public Dictionary<string, IEntry?> Entries { get; set; } =
        new() { ["note"] = new Note { Text = "n", Replies = ["r"] }, ["marker"] = new Marker("m"), ["none"] = null };
}

/// <summary>A tree of any depth.</summary>
[JsonStoreDocument]
internal sealed class Branch
{
    public string Name { get; set; } = "";

    public List<Branch> Branches { get; set; } = [];

    public Dictionary<string, Branch>? ByName { get; set; }

    public Branch? Twig { get; set; }

    public Leaf? Leaf { get; set; }

    public static Branch Example() => new()
    {
        Name = "root",
        Branches = [new() { Name = "a", Branches = [new() { Name = "aa", Leaf = new() }] }, new()],
        ByName = new() { ["x"] = new() { Name = "x" } },
        Twig = new() { Name = "twig" },
        Leaf = new() { Back = new() { Name = "back" } },
    };

    public static Branch OfDepth(int depth) => depth == 0 ? new() : new() { Name = $"{depth}", Twig = OfDepth(depth - 1) };
}

/// <summary>Refers back to the type that refers to it.</summary>
internal sealed class Leaf
{
    public Branch? Back { get; set; }
}

[JsonStoreDocument]
internal sealed class Page<TItem, TKey>
    where TKey : notnull
{
    public List<TItem> Content { get; set; } = [];

    public Dictionary<TKey, Box<TItem>> Boxes { get; set; } = [];
}

internal sealed class Box<T>
{
    private readonly List<T> _seen = [];

    public T? Value
    {
        get;
        set
        {
            field = value;
            if (value is not null && typeof(T).IsValueType)
            {
                _seen.Add(value);
            }
        }
    }
}

/// <summary>Holds a generic type of the document's own in two forms.</summary>
[JsonStoreDocument]
internal sealed class Pages
{
    public Page<Item, string> Items { get; set; } = new() { Content = [Item.Of(1)], Boxes = new() { ["a"] = new() { Value = Item.Of(2) } } };

    public Page<int, int> Numbers { get; set; } = new() { Content = [1], Boxes = new() { [1] = new() { Value = 2 } } };
}

internal sealed class NamedList : List<Item>
{
    private readonly int[] _extra = [1, 2];

    public int Extra => _extra[0]++;
}

internal class Register() : Dictionary<string, Item>(StringComparer.OrdinalIgnoreCase)
{
    private readonly List<string> _log = ["made"];

    public int Entries => _log.Count;
}

internal sealed class Tags() : HashSet<string>(StringComparer.OrdinalIgnoreCase);

internal sealed class Items : Collection<Item>
{
    private int _inserted;

    public int Inserted => _inserted;

    protected override void InsertItem(int index, Item item)
    {
        _inserted++;
        base.InsertItem(index, item);
    }
}

internal sealed class Watched : ObservableCollection<Item>;

internal sealed class Ranking() : SortedDictionary<int, Item>(Comparer<int>.Create((left, right) => right.CompareTo(left)));

/// <summary>A collection that derives from nothing.</summary>
internal sealed class Own : ICollection<Item>
{
    private readonly List<Item> _items = [];

    public int Count => _items.Count;

    public bool IsReadOnly => false;

    public void Add(Item item) => _items.Add(item);

    public void Clear() => _items.Clear();

    public bool Contains(Item item) => _items.Contains(item);

    public void CopyTo(Item[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public bool Remove(Item item) => _items.Remove(item);

    public IEnumerator<Item> GetEnumerator() => _items.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

[JsonStoreDocument]
internal sealed class OwnCollections
{
    public NamedList List { get; set; } = [Item.Of(1), Item.Of(2)];

    public Register Register { get; set; } = new() { ["A"] = Item.Of(1) };

    public Tags Tags { get; set; } = ["A", "b"];

    public Items Items { get; set; } = [Item.Of(1), Item.Of(2)];

    public Watched Watched { get; set; } = [Item.Of(1)];

    public Ranking Ranking { get; set; } = new() { [1] = Item.Of(1), [2] = Item.Of(2) };

    public Own Own { get; set; } = [Item.Of(1)];
}
