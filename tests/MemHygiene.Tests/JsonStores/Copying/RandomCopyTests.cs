using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MemHygiene.JsonStores;
using MemHygiene.JsonStores.Copying;

namespace MemHygiene.Tests.JsonStores.Copying;

/// <summary>Documents that nobody thought of, as the serializer reads them.</summary>
public sealed class RandomCopyTests
{
    private const int Documents = 200;

    public static TheoryData<string> Ways => [.. CopyWays.All.Select(way => way.ToString())];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Copy_OfAnyDocument_IsEqualAndIsolated(string way)
    {
        var copy = CopyWays.For<RandomFolder>(Enum.Parse<CopyWay>(way));
        var number = 0;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Documents).WithQuietOnSuccess(true), Prop.ForAll(Folders(), written =>
        {
            var text = JsonSerializer.Serialize(written);
            var original = JsonSerializer.Deserialize<RandomFolder>(text)!;

            var (first, second) = (copy(original), copy(original));

            number++;
            ObjectGraph.AssertEqual(original, first);
            var shared = ObjectGraph.MutableObjects(first);
            shared.IntersectWith(ObjectGraph.MutableObjects(original));
            Assert.Empty(shared);
            ObjectGraph.Wreck(first);
            Assert.Equal(text, JsonSerializer.Serialize(original));
            ObjectGraph.Wreck(original);
            Assert.Equal(text, JsonSerializer.Serialize(second));
        }));

        Assert.Equal(Documents, number);
    }

    private static Arbitrary<RandomFolder> Folders() => Arb.From(Gen.Sized(size => Folder(Math.Min(size, 12))));

    private static Gen<RandomFolder> Folder(int size)
    {
        var texts = Any<string?>();
        return
            from name in texts
            from numbers in Any<int[]?>()
            from optional in Any<List<DateTime?>?>()
            from byName in Gen.Resize(Gen.ListOf(Gen.Zip(Gen.Elements("a", "A", "b", "", "ü"), texts)), 5)
            from tags in Any<List<string?>?>()
            from file in Gen.OneOf(Gen.Constant<RandomFile?>(null), File())
            from files in Gen.Resize(Gen.ArrayOf(File()), 4)
            from folders in size == 0 ? Gen.Constant(new List<RandomFolder>()) : Folders(size)
            select new RandomFolder(name, numbers, new(size, tags))
            {
                Optional = optional,
                ByName = byName.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, string? (pair) => pair.Item2),
                File = file,
                Files = files!,
                Folders = folders,
            };
    }

    private static Gen<List<RandomFolder>> Folders(int size) =>
        from count in Gen.Choose(0, 3)
        from folders in Gen.ArrayOf(Folder(size / (count + 2)), count)
        select folders.ToList();

    private static Gen<RandomFile?> File() => Gen.OneOf(
        from bytes in Any<byte[]?>()
        from matrix in Any<List<List<int>?>?>()
        select (RandomFile?)new RandomFile { Bytes = bytes, Matrix = matrix },
        from target in Any<string?>()
        from hops in Any<Dictionary<int, long[]?>>()
        select (RandomFile?)new RandomLink { Target = target, Hops = hops });

    // Lengths are a matter of the size: without a bound a document of documents has megabytes.
    private static Gen<T> Any<T>() => Gen.Resize(ArbMap.Default.GeneratorFor<T>(), 8);
}

[JsonStoreDocument]
internal sealed record RandomFolder(string? Name, int[]? Numbers, RandomStamp Stamp)
{
    public List<DateTime?>? Optional { get; init; }

    public required Dictionary<string, string?> ByName { get; init; }

    public RandomFile? File { get; set; }

    public IReadOnlyList<RandomFile?> Files { get; init; } = [];

    public List<RandomFolder> Folders { get; init; } = [];
}

internal readonly record struct RandomStamp(int Size, List<string?>? Tags);

[System.Text.Json.Serialization.JsonDerivedType(typeof(RandomFile), "file")]
[System.Text.Json.Serialization.JsonDerivedType(typeof(RandomLink), "link")]
internal class RandomFile
{
    public byte[]? Bytes { get; set; }

    public List<List<int>?>? Matrix { get; set; }
}

internal sealed class RandomLink : RandomFile
{
    public string? Target { get; set; }

    public Dictionary<int, long[]?> Hops { get; set; } = [];
}
