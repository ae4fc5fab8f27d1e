using System.Text.Json;
using MemHygiene.JsonStores.Copying;

namespace MemHygiene.Tests.JsonStores.Copying;

/// <summary>A document of the matrix, with what every copy of it must be.</summary>
internal abstract class CopyRow(string name)
{
    public string Name => name;

    public abstract bool HasGeneratedCopy { get; }

    public abstract void AssertEqual(CopyWay way);

    public abstract void AssertIsolated(CopyWay way);

    public abstract void AssertCopySurvivesTheOriginal(CopyWay way);

    public abstract void AssertOriginalSurvivesTheCopy(CopyWay way);
}

internal sealed class CopyRow<T>(string name, Func<T> example) : CopyRow(name)
{
    public override bool HasGeneratedCopy => GeneratedCopies.For<T>() is not null;

    public override void AssertEqual(CopyWay way)
    {
        var original = example();
        var text = Text(original);

        var copy = CopyWays.For<T>(way)(original);

        ObjectGraph.AssertEqual(original, copy);
        Assert.Equal(text, Text(copy));
        Assert.Equal(text, Text(original));
    }

    public override void AssertIsolated(CopyWay way)
    {
        var original = example();

        var copy = CopyWays.For<T>(way)(original);

        var shared = ObjectGraph.MutableObjects(copy);
        shared.IntersectWith(ObjectGraph.MutableObjects(original));
        Assert.Empty(shared);
    }

    public override void AssertCopySurvivesTheOriginal(CopyWay way)
    {
        var original = example();
        var copy = CopyWays.For<T>(way)(original);
        var other = CopyWays.For<T>(way)(original);
        var text = Text(copy);

        ObjectGraph.Wreck(original);

        Assert.Equal(text, Text(copy));
        ObjectGraph.AssertEqual(other, copy);
    }

    public override void AssertOriginalSurvivesTheCopy(CopyWay way)
    {
        var original = example();
        var copy = CopyWays.For<T>(way)(original);
        var other = CopyWays.For<T>(way)(original);
        var text = Text(original);

        ObjectGraph.Wreck(copy);

        Assert.Equal(text, Text(original));
        ObjectGraph.AssertEqual(other, original);
    }

    private static string Text(T document) => JsonSerializer.Serialize(document);
}
