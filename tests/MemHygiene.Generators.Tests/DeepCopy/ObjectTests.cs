using System.Reflection;
using MemHygiene.Generators.Tests.Verification;
using MemHygiene.JsonStores.Copying;

namespace MemHygiene.Generators.Tests.DeepCopy;

/// <summary>Classes, records and structs with every kind of field; base types, generic types, types that mention themselves.</summary>
public sealed class ObjectTests
{
    [Theory]
    [InlineData("class Doc { public int Id { get; set; } public List<int> Numbers { get; set; } = []; }", """{"Id":1,"Numbers":[1]}""")]
    [InlineData("class Doc { public string A { get; init; } = \"\"; public required int[] B { get; init; } }", """{"A":"x","B":[1]}""")]
    [InlineData("class Doc { [JsonInclude] public readonly int[] Numbers = [7]; private readonly List<int> _hidden = [8]; internal int[] Inner = [9]; }", "{}")]
    [InlineData("class Doc { [JsonInclude] public int @class = 3; [JsonInclude] public int[] @event = [1]; }", """{"class":4}""")]
    [InlineData("record Doc(int Id, List<string> Names) { public int[]? More { get; set; } }", """{"Id":1,"Names":["a"],"More":[1]}""")]
    [InlineData("record struct Doc(int Id, List<string> Names);", """{"Id":1,"Names":["a"]}""")]
    [InlineData("struct Doc { public int Id { get; set; } public int[] Numbers { get; set; } private int[] _hidden = [8]; public Doc() { } }", """{"Id":1,"Numbers":[1]}""")]
    [InlineData("readonly struct Doc { [JsonConstructor] public Doc(int[] numbers) => Numbers = numbers; public int[] Numbers { get; } }", """{"Numbers":[1]}""")]
    [InlineData("class Doc(int[] numbers, string name) { public int[] Numbers => numbers; public string Name { get; } = name; }", """{"Numbers":[1],"Name":"a"}""")]
    [InlineData("class Doc(int[] numbers) { public int[] Numbers { get { var given = numbers; return given; } } }", """{"Numbers":[1]}""")]
    [InlineData("partial class Doc(int[] numbers); partial class Doc { public int[] Numbers => numbers; }", """{"Numbers":[1]}""")]
    [InlineData("class Doc { public Doc? Left { get; set; } public List<Doc>? Children { get; set; } }", """{"Left":{"Left":{}},"Children":[{"Children":[{}]}]}""")]
    [InlineData("class Doc { public Point? Place { get; set; } public Area? Area { get; set; } } public struct Point { public int X { get; set; } } public struct Area { public int[] Sides { get; set; } }", """{"Place":{"X":1},"Area":{"Sides":[1]}}""")]
    [InlineData("class Doc { [JsonIgnore] public (int, int[] Numbers, string Name) Three { get; set; } = (1, [2], \"\"); [JsonIgnore] public (int, int, int, int, int, int, int, int[], int[]) Nine = (1, 2, 3, 4, 5, 6, 7, [8], [9]); }", "{}")]
    [InlineData("class Doc : Base { public int[] Mine { get; set; } = []; } public abstract class Base { private int[] _hidden = [1]; public int[] Theirs { get; init; } = []; }", """{"Mine":[1],"Theirs":[2]}""")]
    [InlineData("class Doc : Base<int[]> { } public class Base<T> { public T Value { get; init; } = default!; public List<T> All { get; private set; } = []; }", """{"Value":[2]}""")]
    [InlineData("class Doc { public Box<string, int[]>.Lid A { get; init; } = null!; public Box<int, int[]>.Lid B { get; init; } = null!; } public class Box<TKey, TValue> where TKey : notnull where TValue : class { public class Lid { public TKey Key { get; init; } = default!; public TValue Value { get; init; } = null!; } }", """{"A":{"Key":"a","Value":[1]},"B":{"Key":1,"Value":[2]}}""")]
    [InlineData("class Doc { public StringComparison Kind { get; set; } public int? Maybe { get; set; } public int[]? None { get; set; } public Uri Place { get; set; } = null!; public Version V { get; set; } = null!; public DateTimeOffset T { get; set; } public Int128 I { get; set; } public Half H { get; set; } public System.Numerics.BigInteger[] Big { get; set; } = [1]; public DateOnly D { get; set; } public TimeSpan S { get; set; } }", """{"Kind":3,"Maybe":4,"Place":"/a","V":"1.2","T":"2026-01-01T00:00:00Z","I":5,"H":1.5,"D":"2026-01-01","S":"01:00:00"}""")]
    [InlineData("class Doc { [JsonExtensionData] public Dictionary<string, JsonElement>? More { get; set; } }", """{"a":[1],"b":{}}""")]
    [InlineData("class Doc { [JsonExtensionData] public JsonObject? More { get; set; } }", """{"a":[1],"b":{}}""")]
    [InlineData("class Doc { [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek Day { get; set; } [JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? Other { get; set; } public int[] N { get; set; } = []; }", """{"Day":"Monday","Other":"Friday"}""")]
    [InlineData("class Doc { private volatile int[] _hidden = [1]; internal volatile int[] Seen = [1]; private readonly Lot _lot = new(); } public class Lot { private nint _handle = 3; private char[] _text = ['a']; }", "{}")]
    [InlineData("class Doc { [JsonIgnore] public List<(int A, int[] B)> Pairs = [(1, [2])]; [JsonIgnore] public Dictionary<(int X, int Y), string[]> Grid { get; } = new() { [(1, 2)] = [\"a\"] }; }", "{}")]
    [InlineData("class Doc { public Bag Own { get; set; } = new(); } public class Bag : ICollection<int> { private readonly List<int> _items = []; public int Count => _items.Count; public bool IsReadOnly => false; public void Add(int item) => _items.Add(item); public void Clear() => _items.Clear(); public bool Contains(int item) => false; public void CopyTo(int[] array, int index) => _items.CopyTo(array, index); public bool Remove(int item) => false; public IEnumerator<int> GetEnumerator() => _items.GetEnumerator(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => _items.GetEnumerator(); }", """{"Own":[1,2]}""")]
    [InlineData("class Doc : Middle { public new int[] Value { get; set; } = [1]; } public class Middle : Root { public new int[] Value { get; set; } = [2]; } public class Root { public int[] Value { get; set; } = [3]; }", """{"Value":[4]}""")]
    [InlineData("class Doc { public IShape? Shape { get; set; } } [JsonDerivedType(typeof(Dot), 1), JsonDerivedType(typeof(Line), 2)] public interface IShape; public struct Dot : IShape { public int X { get; set; } } public struct Line : IShape { public int[] Ends { get; set; } }", """{"Shape":{"$type":2,"Ends":[1]}}""")]
    [InlineData("class Doc { [Obsolete(\"old\")] public Old? A { get; set; } } [Obsolete] public class Old { public int[] N { get; set; } = []; }", """{"A":{"N":[1]}}""")]
    [InlineData("class Doc { public Copy? A { get; set; } public A.Copy? B { get; set; } public List<Copy>? Copies { get; set; } } public class Copy { public int[] N { get; set; } = []; } public static class A { public class Copy { public int[] N { get; set; } = []; } }", """{"A":{},"B":{},"Copies":[{}]}""")]
    public void Document_IsEqualAndApart(string declaration, string json) => new Subject("[JsonStoreDocument] public " + declaration).Verify(json);

    [Theory]
    [InlineData("public sealed record Part(int Id, string Name);")]
    [InlineData("public sealed record Part(int Id, Part? Next);")]
    [InlineData("public sealed class Part { public Guid Id { get; init; } public Uri? Place { get; } public ImmutableArray<string> Names { get; init; } = []; }")]
    [InlineData("public sealed class Part : Base; public abstract class Base { public int Id { get; init; } }")]
    [InlineData("[JsonConverter(typeof(Reader))] public sealed record Part(int Id); public class Reader : JsonConverter<Part> { public override Part Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) { reader.Skip(); return new(1); } public override void Write(Utf8JsonWriter writer, Part value, JsonSerializerOptions options) { } }")]
    public void DeeplyImmutableClass_IsShared(string part) =>
        new Subject("[JsonStoreDocument] public sealed class Doc { public Part? Value { get; set; } public int[] N { get; set; } = []; }" + part).Verify("""{"Value":{}}""", "Doc", "Part");

    [Theory]
    [InlineData("public record Part(int Id);")]
    [InlineData("public sealed class Part { public int Id { get; set; } }")]
    [InlineData("public sealed record Part(int Id) { private int _changes; public void Change() => _changes++; }")]
    [InlineData("public sealed record Part(int[] Ids);")]
    [InlineData("public sealed record Part(int Id, Part? Next) { public Other? Other { get; init; } } public sealed record Other(Part? Part, int[] N);")]
    [InlineData("public sealed class Part(int id) { public int Id => id; public void Change() => id++; }")]
    [InlineData("public sealed class Part : Base; public abstract class Base { public int Id { get; set; } }")]
    public void ClassThatCanChange_IsNotShared(string part) =>
        new Subject("[JsonStoreDocument] public sealed class Doc { public Part? Value { get; set; } }" + part).Verify("""{"Value":{"Id":1}}""");

    [Fact]
    public void Copy_RunsNoConstructorAndNoInitializer()
    {
        var type = new Subject("""
            [JsonStoreDocument] public class Doc { public static int Made; public int[] N { get; set; } = Make(); public Doc() => Made++; private static int[] Make() { Made++; return []; } }
            """).Load().GetType("Doc")!;
        var source = Activator.CreateInstance(type)!;

        Subject.Copy(source, type);

        Assert.Equal(2, type.GetField("Made")!.GetValue(null));
    }

    [Fact]
    public void DerivedTypes_AreCopiedAsWhatTheyAre()
    {
        var subject = new Subject("""
            [JsonStoreDocument] public class Doc { public List<Animal> All { get; set; } = []; public IShape? Shape { get; set; } public Plant? Plant { get; set; } }
            [JsonDerivedType(typeof(Cat), "cat"), JsonDerivedType(typeof(Dog), "dog")] public class Animal { public int[] N { get; set; } = []; }
            public sealed class Cat : Animal { public List<int> Lives { get; set; } = []; }
            public class Dog : Animal { public int[] Bones { get; init; } = []; }
            [JsonDerivedType(typeof(Circle), 1)] public interface IShape;
            public class Circle : IShape { public int[] Radius { get; set; } = []; }
            [JsonDerivedType(typeof(Tree), "tree")] public abstract class Plant { public int[] Leaves { get; set; } = []; }
            public class Tree : Plant;
            """);

        subject.Verify("""{"All":[{"N":[1]},{"$type":"cat","Lives":[9]},{"$type":"dog","Bones":[1]}],"Shape":{"$type":1,"Radius":[1]},"Plant":{"$type":"tree","Leaves":[3]}}""");
    }

    [Fact]
    public void UnknownDerivedType_IsRefused()
    {
        var subject = new Subject("[JsonStoreDocument] public class Doc { public Part Part { get; set; } = new More(); } public class Part { public int[] N { get; set; } = []; } public class More : Part;");

        Assert.Equal("More", Assert.Throws<UnknownTypeException>(() => subject.Verify("{}")).Type.Name);
    }

    [Fact]
    public void InternalDocument_OfANamespace_IsCopied() =>
        new Subject("namespace System.Shop { [JsonStoreDocument] internal sealed class Doc { public List<Part> Parts { get; set; } = []; internal sealed class Part { public int[] N { get; set; } = []; } } }")
            .Verify("""{"Parts":[{"N":[1]}]}""", "System.Shop.Doc");
}
