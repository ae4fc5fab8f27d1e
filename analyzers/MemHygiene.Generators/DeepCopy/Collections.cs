namespace MemHygiene.DeepCopy;

/// <summary>The framework's mutable collections, by the display string of their definition.</summary>
internal static class Collections
{
    private const string Generic = "global::System.Collections.Generic.";
    private const string Items = Generic + "IEnumerable<{0}>";
    private const string Pairs = Generic + "IDictionary<{0}, {1}>";
    private const string Equality = Generic + "IEqualityComparer<{0}>";
    private const string Order = Generic + "IComparer<{0}>";
    private const string AddEach = "foreach (var item in source) { copy.Add({C0}); }";
    private const string AddPair = "foreach (var item in source) { copy.Add({C0}, {C1}); }";
    private const string ListFirst = "var items = new " + Generic + "List<{0}>(source.Count); foreach (var item in source) { items.Add({C0}); }";
    private const string Reversed = "var items = source.ToArray(); for (var index = items.Length - 1; index >= 0; index--) { var item = items[index]; copy.";

    // Without the copy constructor's question whether the source is a collection, and its call through an interface.
    private const string ListItems = """
        global::System.Runtime.InteropServices.CollectionsMarshal.SetCount(copy, source.Count);
        var from = global::System.Runtime.InteropServices.CollectionsMarshal.AsSpan<{0}>(source);
        var to = global::System.Runtime.InteropServices.CollectionsMarshal.AsSpan<{0}>(copy);
        """;

    private const string EachListItem = """

        for (var index = 0; index < from.Length && index < to.Length; index++)
        {
            var item = from[index];
            to[index] = {C0};
        }
        """;

    private static readonly Dictionary<string, CollectionShape> Shapes = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.List<T>"] = new(["int"], ["source.Count"], ListItems + EachListItem)
        {
            WhenImmutable = new(["int"], ["source.Count"], ListItems + "\nfrom.CopyTo(to);"),
        },
        ["System.Collections.Generic.Dictionary<TKey, TValue>"] = new(["int", Equality], ["source.Count", "source.Comparer"], AddPair)
        {
            WhenImmutable = new([Pairs, Equality], ["source", "source.Comparer"], ""),
        },
        ["System.Collections.Generic.HashSet<T>"] = new(["int", Equality], ["source.Count", "source.Comparer"], AddEach)
        {
            WhenImmutable = new([Items, Equality], ["source", "source.Comparer"], ""),
        },
        ["System.Collections.Generic.SortedDictionary<TKey, TValue>"] = new([Order], ["source.Comparer"], AddPair),
        ["System.Collections.Generic.SortedList<TKey, TValue>"] = new(["int", Order], ["source.Count", "source.Comparer"], AddPair),
        ["System.Collections.Generic.SortedSet<T>"] = new([Order], ["source.Comparer"], AddEach)
        {
            WhenImmutable = new([Items, Order], ["source", "source.Comparer"], ""),
        },
        ["System.Collections.Generic.OrderedDictionary<TKey, TValue>"] = new(["int", Equality], ["source.Count", "source.Comparer"], AddPair),
        ["System.Collections.Generic.Queue<T>"] = new(["int"], ["source.Count"], "foreach (var item in source) { copy.Enqueue({C0}); }"),
        ["System.Collections.Generic.Stack<T>"] = new(["int"], ["source.Count"], Reversed + "Push({C0}); }"),
        ["System.Collections.Generic.LinkedList<T>"] = new([], [], "foreach (var item in source) { copy.AddLast({C0}); }"),
        ["System.Collections.ObjectModel.Collection<T>"] = new([Generic + "IList<{0}>"], ["items"], "", ListFirst),
        ["System.Collections.ObjectModel.ReadOnlyCollection<T>"] = new([Generic + "IList<{0}>"], ["items"], "", ListFirst),
        ["System.Collections.ObjectModel.ObservableCollection<T>"] = new([Generic + "List<{0}>"], ["items"], "", ListFirst),
        ["System.Collections.Concurrent.ConcurrentDictionary<TKey, TValue>"] =
            new([Equality], ["source.Comparer"], "foreach (var item in source) { copy.TryAdd({C0}, {C1}); }"),
        ["System.Collections.Concurrent.ConcurrentQueue<T>"] = new([], [], "foreach (var item in source) { copy.Enqueue({C0}); }"),
        ["System.Collections.Concurrent.ConcurrentStack<T>"] = new([], [], Reversed + "Push({C0}); }"),
        ["System.Collections.Concurrent.ConcurrentBag<T>"] = new([], [], Reversed + "Add({C0}); }"),
    };

    /// <summary>What the serializer makes for a member of an interface's type, and what initializers often leave there.</summary>
    private static readonly Dictionary<string, string[]> Interfaces = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.IEnumerable<T>"] = ["List`1", "[]", "HashSet`1", "Collection`1"],
        ["System.Collections.Generic.ICollection<T>"] = ["List`1", "[]", "HashSet`1", "Collection`1"],
        ["System.Collections.Generic.IReadOnlyCollection<T>"] = ["List`1", "[]", "HashSet`1"],
        ["System.Collections.Generic.IList<T>"] = ["List`1", "[]", "Collection`1"],
        ["System.Collections.Generic.IReadOnlyList<T>"] = ["List`1", "[]"],
        ["System.Collections.Generic.ISet<T>"] = ["HashSet`1", "SortedSet`1"],
        ["System.Collections.Generic.IReadOnlySet<T>"] = ["HashSet`1", "SortedSet`1"],
        ["System.Collections.Generic.IDictionary<TKey, TValue>"] = ["Dictionary`2", "SortedDictionary`2"],
        ["System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>"] = ["Dictionary`2", "SortedDictionary`2"],
        ["System.Collections.Immutable.IImmutableList<T>"] = ["ImmutableList`1"],
        ["System.Collections.Immutable.IImmutableSet<T>"] = ["ImmutableHashSet`1"],
        ["System.Collections.Immutable.IImmutableQueue<T>"] = ["ImmutableQueue`1"],
        ["System.Collections.Immutable.IImmutableStack<T>"] = ["ImmutableStack`1"],
        ["System.Collections.Immutable.IImmutableDictionary<TKey, TValue>"] = ["ImmutableDictionary`2"],
    };

    private static readonly Dictionary<string, string> Immutable = new(StringComparer.Ordinal)
    {
        ["System.Collections.Immutable.ImmutableList<T>"] = Builder(AddEach),
        ["System.Collections.Immutable.ImmutableHashSet<T>"] = Builder(AddEach),
        ["System.Collections.Immutable.ImmutableSortedSet<T>"] = Builder(AddEach),
        ["System.Collections.Immutable.ImmutableDictionary<TKey, TValue>"] = Builder(AddPair),
        ["System.Collections.Immutable.ImmutableSortedDictionary<TKey, TValue>"] = Builder(AddPair),
        ["System.Collections.Immutable.ImmutableQueue<T>"] =
            "var copy = source.Clear(); foreach (var item in source) { copy = copy.Enqueue({C0}); }\nreturn copy;",
        ["System.Collections.Immutable.ImmutableStack<T>"] =
            "var copy = source.Clear(); var items = global::System.Linq.Enumerable.ToArray(source); "
            + "for (var index = items.Length - 1; index >= 0; index--) { var item = items[index]; copy = copy.Push({C0}); }\nreturn copy;",
    };

    public static CollectionShape? ShapeOf(string definition) => Shapes.TryGetValue(definition, out var shape) ? shape : null;

    /// <summary>Metadata names without their namespaces; <c>[]</c> is an array.</summary>
    public static string[]? ImplementationsOf(string definition) => Interfaces.TryGetValue(definition, out var names) ? names : null;

    /// <summary>Statements that end by returning a rebuilt immutable collection.</summary>
    public static string? RebuildingOf(string definition) => Immutable.TryGetValue(definition, out var statements) ? statements : null;

    // An emptied collection keeps its comparers.
    private static string Builder(string fill) => $"var copy = source.Clear().ToBuilder(); {fill}\nreturn copy.ToImmutable();";
}
