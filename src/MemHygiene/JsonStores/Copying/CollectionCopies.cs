using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MemHygiene.JsonStores.Copying;

/// <summary>
/// Copies of the framework's collections, found by what they return. A parameter after the first copies keys or elements; null shares them.
/// Comparers and orders stay.
/// </summary>
internal static class CollectionCopies
{
    public static Dictionary<TKey, TValue> Dictionary<TKey, TValue>(Dictionary<TKey, TValue> source, Func<TKey, TKey>? key, Func<TValue, TValue>? value)
        where TKey : notnull
    {
        if (key is null && value is null)
        {
            return new(source, source.Comparer);
        }

        var copy = new Dictionary<TKey, TValue>(source.Count, source.Comparer);
        foreach (var pair in source)
        {
            copy.Add(key is null ? pair.Key : key(pair.Key), value is null ? pair.Value : value(pair.Value));
        }

        return copy;
    }

    public static OrderedDictionary<TKey, TValue> Ordered<TKey, TValue>(OrderedDictionary<TKey, TValue> source, Func<TKey, TKey>? key, Func<TValue, TValue>? value)
        where TKey : notnull => new(Pairs(source, key, value), source.Comparer);

    public static SortedDictionary<TKey, TValue> Sorted<TKey, TValue>(SortedDictionary<TKey, TValue> source, Func<TKey, TKey>? key, Func<TValue, TValue>? value)
        where TKey : notnull
    {
        var copy = new SortedDictionary<TKey, TValue>(source.Comparer);
        foreach (var (itsKey, itsValue) in Pairs(source, key, value))
        {
            copy.Add(itsKey, itsValue);
        }

        return copy;
    }

    public static SortedList<TKey, TValue> SortedList<TKey, TValue>(SortedList<TKey, TValue> source, Func<TKey, TKey>? key, Func<TValue, TValue>? value)
        where TKey : notnull
    {
        var copy = new SortedList<TKey, TValue>(source.Count, source.Comparer);
        foreach (var (itsKey, itsValue) in Pairs(source, key, value))
        {
            copy.Add(itsKey, itsValue);
        }

        return copy;
    }

    public static ConcurrentDictionary<TKey, TValue> Concurrent<TKey, TValue>(
        ConcurrentDictionary<TKey, TValue> source, Func<TKey, TKey>? key, Func<TValue, TValue>? value)
        where TKey : notnull => new(Pairs(source, key, value), source.Comparer);

    public static ImmutableDictionary<TKey, TValue> Immutable<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> source, Func<TKey, TKey>? key, Func<TValue, TValue>? value)
        where TKey : notnull => source.Clear().AddRange(Pairs(source, key, value));

    public static ImmutableSortedDictionary<TKey, TValue> ImmutableSorted<TKey, TValue>(
        ImmutableSortedDictionary<TKey, TValue> source, Func<TKey, TKey>? key, Func<TValue, TValue>? value)
        where TKey : notnull => source.Clear().AddRange(Pairs(source, key, value));

    public static HashSet<T> Set<T>(HashSet<T> source, Func<T, T>? element)
    {
        if (element is null)
        {
            return new(source, source.Comparer);
        }

        var copy = new HashSet<T>(source.Count, source.Comparer);
        copy.UnionWith(source.Select(element));
        return copy;
    }

    public static SortedSet<T> SortedSet<T>(SortedSet<T> source, Func<T, T>? element) =>
        element is null ? new(source, source.Comparer) : new(source.Select(element), source.Comparer);

    public static ImmutableHashSet<T> ImmutableSet<T>(ImmutableHashSet<T> source, Func<T, T>? element) => source.Clear().Union(Elements(source, element));

    public static ImmutableSortedSet<T> ImmutableSortedSet<T>(ImmutableSortedSet<T> source, Func<T, T>? element) =>
        source.Clear().Union(Elements(source, element));

    public static List<T> List<T>(List<T> source, Func<T, T>? element) => [.. Elements(source, element)];

    public static Queue<T> Queue<T>(Queue<T> source, Func<T, T>? element) => new(Elements(source, element));

    public static Stack<T> Stack<T>(Stack<T> source, Func<T, T>? element) => new(Reversed(source, element));

    public static LinkedList<T> Linked<T>(LinkedList<T> source, Func<T, T>? element) => new(Elements(source, element));

    public static Collection<T> Collection<T>(Collection<T> source, Func<T, T>? element) => new([.. Elements(source, element)]);

    public static ObservableCollection<T> Observable<T>(ObservableCollection<T> source, Func<T, T>? element) => new([.. Elements(source, element)]);

    public static ReadOnlyCollection<T> ReadOnly<T>(ReadOnlyCollection<T> source, Func<T, T>? element) => new([.. Elements(source, element)]);

    public static ConcurrentQueue<T> ConcurrentQueue<T>(ConcurrentQueue<T> source, Func<T, T>? element) => new(Elements(source, element));

    public static ConcurrentStack<T> ConcurrentStack<T>(ConcurrentStack<T> source, Func<T, T>? element) => new(Reversed(source, element));

    // A bag gives what one thread has put in last first.
    public static ConcurrentBag<T> Bag<T>(ConcurrentBag<T> source, Func<T, T>? element) => new(Reversed(source, element));

    public static ImmutableArray<T> ImmutableArray<T>(ImmutableArray<T> source, Func<T, T>? element) =>
        source.IsDefault ? source : ImmutableCollectionsMarshal.AsImmutableArray(Elements(source, element).ToArray());

    public static ImmutableList<T> ImmutableList<T>(ImmutableList<T> source, Func<T, T>? element) => [.. Elements(source, element)];

    public static ImmutableQueue<T> ImmutableQueue<T>(ImmutableQueue<T> source, Func<T, T>? element) => [.. Elements(source, element)];

    public static ImmutableStack<T> ImmutableStack<T>(ImmutableStack<T> source, Func<T, T>? element) =>
        System.Collections.Immutable.ImmutableStack.CreateRange(Reversed(source, element));

    /// <summary>An array of several dimensions.</summary>
    public static TArray Grid<TArray, T>(TArray source, Func<T, T>? element)
        where TArray : class
    {
        var copy = (Array)((Array)(object)source).Clone();
        if (element is not null)
        {
            var cells = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(copy)), copy.Length);
            foreach (ref var cell in cells)
            {
                cell = element(cell);
            }
        }

        return (TArray)(object)copy;
    }

    public static JsonDocument Document(JsonDocument source)
    {
        var utf8 = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(utf8))
        {
            source.WriteTo(writer);
        }

        return JsonDocument.Parse(utf8.WrittenMemory, new() { MaxDepth = 1000 });
    }

    public static UnknownTypeException Unknown(object source) => new(source.GetType());

    private static IEnumerable<T> Elements<T>(IEnumerable<T> source, Func<T, T>? element) => element is null ? source : source.Select(element);

    private static IEnumerable<T> Reversed<T>(IEnumerable<T> source, Func<T, T>? element)
    {
        var copies = Elements(source, element).ToArray();
        Array.Reverse(copies);
        return copies;
    }

    private static IEnumerable<KeyValuePair<TKey, TValue>> Pairs<TKey, TValue>(
        IEnumerable<KeyValuePair<TKey, TValue>> source, Func<TKey, TKey>? key, Func<TValue, TValue>? value) =>
        source.Select(pair => KeyValuePair.Create(key is null ? pair.Key : key(pair.Key), value is null ? pair.Value : value(pair.Value)));
}
