using MemHygiene.Generators.Tests.Verification;

namespace MemHygiene.Generators.Tests.DeepCopy;

/// <summary>Every collection that the serializer makes, with elements that can be shared and with elements that must be copied.</summary>
public sealed class CollectionTests
{
    private const string Item = "public sealed class Item { public string Name { get; set; } = \"\"; public int[] Counts { get; set; } = []; }";
    private const string Items = """[{"Name":"a","Counts":[1,2]},null,{"Name":"b"}]""";
    private const string Named = """{"x":{"Name":"a","Counts":[1]},"y":{"Name":"b"},"z":{}}""";

    [Theory]
    [InlineData("List<string>", """["a",null,"b"]""")]
    [InlineData("List<int>", "[1,2,3]")]
    [InlineData("List<int>", "[]")]
    [InlineData("List<int>", "null")]
    [InlineData("List<Item>", Items)]
    [InlineData("List<List<Item>>", $"[{Items},[],null]")]
    [InlineData("int[]", "[1,2]")]
    [InlineData("string[]", "[]")]
    [InlineData("Item[]", Items)]
    [InlineData("Item[][]", $"[{Items},null]")]
    [InlineData("int[][]", "[[1],[2,3]]")]
    [InlineData("List<int>[]", "[[1],[2,3]]")]
    [InlineData("byte[]", "\"AQID\"")]
    [InlineData("Memory<byte>", "\"AQID\"")]
    [InlineData("ReadOnlyMemory<byte>", "\"AQID\"")]
    [InlineData("Dictionary<string, int>", """{"a":1,"b":2}""")]
    [InlineData("Dictionary<int, Item>", """{"1":{"Name":"a"},"2":null}""")]
    [InlineData("Dictionary<Guid, Dictionary<string, List<int>>>", """{"3f2504e0-4f89-11d3-9a0c-0305e82c3301":{"a":[1]}}""")]
    [InlineData("SortedDictionary<string, int>", """{"b":1,"a":2}""")]
    [InlineData("SortedDictionary<string, Item>", Named)]
    [InlineData("SortedList<string, Item>", Named)]
    [InlineData("OrderedDictionary<string, Item>", Named)]
    [InlineData("ConcurrentDictionary<string, Item>", """{"x":{"Name":"a","Counts":[1]}}""")]
    [InlineData("HashSet<string>", """["a","b"]""")]
    [InlineData("HashSet<Item>", Items)]
    [InlineData("SortedSet<int>", "[3,1,2]")]
    [InlineData("Queue<Item>", Items)]
    [InlineData("Stack<Item>", Items)]
    [InlineData("Stack<int>", "[1,2,3]")]
    [InlineData("LinkedList<Item>", Items)]
    [InlineData("Collection<Item>", Items)]
    [InlineData("ObservableCollection<Item>", Items)]
    [InlineData("ConcurrentQueue<Item>", Items)]
    [InlineData("ConcurrentStack<Item>", Items)]
    [InlineData("ConcurrentBag<Item>", "null")]
    [InlineData("IList<Item>", Items)]
    [InlineData("ICollection<int>", "[1,2]")]
    [InlineData("IEnumerable<Item>", Items)]
    [InlineData("IReadOnlyList<Item>", Items)]
    [InlineData("IReadOnlyCollection<string>", """["a"]""")]
    [InlineData("ISet<string>", """["a"]""")]
    [InlineData("IDictionary<string, Item>", Named)]
    [InlineData("IReadOnlyDictionary<string, int>", """{"a":1}""")]
    [InlineData("ImmutableArray<Item>", Items)]
    [InlineData("ImmutableList<Item>", Items)]
    [InlineData("ImmutableHashSet<Item>", """[{"Name":"a","Counts":[1,2]}]""")]
    [InlineData("ImmutableQueue<Item>", Items)]
    [InlineData("ImmutableStack<Item>", Items)]
    [InlineData("ImmutableDictionary<string, Item>", Named)]
    [InlineData("ImmutableSortedDictionary<string, Item>", Named)]
    [InlineData("IImmutableList<Item>", Items)]
    [InlineData("KeyValuePair<string, Item>", """{"Key":"a","Value":{"Name":"b"}}""")]
    [InlineData("Tuple<int, Item>", """{"Item1":1,"Item2":{"Name":"b"}}""")]
    [InlineData("JsonObject", """{"a":[1,{"b":2}]}""")]
    [InlineData("JsonNode", "[1,2]")]
    [InlineData("JsonArray", "[1,2]")]
    [InlineData("JsonElement", """{"a":[1]}""")]
    [InlineData("JsonDocument", """{"a":[1]}""")]
    public void Member_IsEqualAndApart(string type, string json)
    {
        var subject = new Subject($"[JsonStoreDocument] public sealed class Doc {{ public {type} Value {{ get; set; }} = default!; }} {Item}");

        subject.Verify($$"""{"Value":{{json}}}""");
    }

    [Theory]
    [InlineData("ImmutableArray<string>")]
    [InlineData("ImmutableList<int>")]
    public void ImmutableCollectionOfImmutables_IsShared(string type)
    {
        var subject = new Subject($"[JsonStoreDocument] public sealed class Doc {{ public {type} Value {{ get; set; }} = []; }}");

        Assert.DoesNotContain("CopyImmutable", subject.Generated, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dictionary<string, Item>", "Comparer", "OrdinalIgnoreCase")]
    [InlineData("Dictionary<string, int>", "Comparer", "OrdinalIgnoreCase")]
    [InlineData("HashSet<string>", "Comparer", "OrdinalIgnoreCase")]
    [InlineData("SortedSet<string>", "Comparer", "Ordinal")]
    [InlineData("SortedDictionary<string, Item>", "Comparer", "Ordinal")]
    [InlineData("ConcurrentDictionary<string, Item>", "Comparer", "OrdinalIgnoreCase")]
    public void Comparer_IsKept(string type, string property, string comparer)
    {
        var subject = new Subject($"[JsonStoreDocument] public sealed class Doc {{ public {type} Value {{ get; set; }} = new(StringComparer.{comparer}); }} {Item}");

        var (_, copy) = subject.Verify("{}");

        var value = copy.GetType().GetProperty("Value")!.GetValue(copy)!;
        Assert.Same(comparer == "Ordinal" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase, value.GetType().GetProperty(property)!.GetValue(value));
    }

    [Theory]
    [InlineData("List<Item>", Items)]
    [InlineData("List<int>", "[1,2]")]
    [InlineData("Dictionary<string, Item>", Named)]
    [InlineData("Dictionary<string, int>", """{"a":1}""")]
    [InlineData("HashSet<int>", "[1,2]")]
    [InlineData("Collection<Item>", Items)]
    [InlineData("ObservableCollection<Item>", Items)]
    [InlineData("Queue<Item>", Items)]
    public void DerivedCollection_KeepsItsTypeAndItsOwnFields(string type, string json)
    {
        var subject = new Subject($$"""
            [JsonStoreDocument] public sealed class Doc { public Own Value { get; set; } = null!; }
            public class Own : {{type}} { private readonly List<int> _own = [7]; public static int Made; public Own() { Made++; } }
            {{Item}}
            """);

        var (_, copy) = subject.Verify($$"""{"Value":{{json}}}""");

        Assert.Equal(1, copy.GetType().Assembly.GetType("Own")!.GetField("Made")!.GetValue(null));
    }

    [Fact]
    public void Bag_LeftByAnInitializer_KeepsItsOrder()
    {
        var subject = new Subject($"[JsonStoreDocument] public sealed class Doc {{ [JsonIgnore] public ConcurrentBag<Item> Value {{ get; }} = [new() {{ Name = \"a\" }}, new() {{ Name = \"b\" }}]; }} {Item}");

        subject.Verify("{}");
    }

    [Fact]
    public void List_OfALesserType_IsRefused()
    {
        var subject = new Subject("[JsonStoreDocument] public sealed class Doc { public List<int> Value { get; } = new Own(); } public class Own : List<int>;");

        var thrown = Assert.Throws<JsonStores.Copying.UnknownTypeException>(() => subject.Verify("{}"));

        Assert.Equal("Own", thrown.Type.Name);
    }

    [Fact]
    public void MatrixOfObjects_IsCopied()
    {
        var subject = new Subject($"[JsonStoreDocument] public sealed class Doc {{ public int[,] A {{ get; }} = {{ {{ 1, 2 }}, {{ 3, 4 }} }}; [JsonIgnore] public Item[,] B {{ get; set; }} = {{ {{ new() }}, {{ new() }} }}; }} {Item}");

        var type = subject.Load().GetType("Doc")!;
        var source = Activator.CreateInstance(type)!;

        new Apartness().Check(source, Subject.Copy(source, type), "Doc");
    }
}
