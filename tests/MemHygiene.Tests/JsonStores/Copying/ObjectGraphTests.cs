using System.Text.Json;
using MemHygiene.Tests.JsonStores.Copying.Documents;
using Xunit.Sdk;

namespace MemHygiene.Tests.JsonStores.Copying;

/// <summary>The matrix is worth what its eye is worth.</summary>
public sealed class ObjectGraphTests
{
    [Fact]
    public void MutableObjects_OfTwoDocumentsThatShareAnElement_ContainsItInBoth()
    {
        var shared = Item.Of(1);
        var found = ObjectGraph.MutableObjects(new Arrays { Items = [shared] });

        found.IntersectWith(ObjectGraph.MutableObjects(new Dictionaries { Tuple = (1, [shared]) }));

        Assert.Equal([shared, shared.Names!], found);
    }

    [Fact]
    public void AssertEqual_OfDifferentHiddenState_Throws()
    {
        var (left, right) = (new Captured("a", [1]), new Captured("a", [2]));

        Assert.Throws<TrueException>(() => ObjectGraph.AssertEqual(left, right));
        ObjectGraph.AssertEqual(left, new Captured("a", [1]));
    }

    [Fact]
    public void AssertEqual_OfDifferentComparersOrTypes_Throws()
    {
        var (left, right) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));

        Assert.Throws<SameException>(() => ObjectGraph.AssertEqual(left, right));
        Assert.Throws<TrueException>(() => ObjectGraph.AssertEqual(new Person[] { new Manager() }, new Person[] { new() }));
    }

    [Fact]
    public void Wreck_LeavesNothingOfADocument()
    {
        var document = Branch.Example();
        var (branches, names) = (document.Branches, document.ByName!);

        ObjectGraph.Wreck(document);

        Assert.Empty(branches);
        Assert.Empty(names);
        Assert.Equal("""{"Name":null,"Branches":null,"ByName":null,"Twig":null,"Leaf":null}""", JsonSerializer.Serialize(document));
    }
}
