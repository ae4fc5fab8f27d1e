using MemHygiene.Generators.Tests.Verification;
using MemHygiene.Testing;

namespace MemHygiene.Generators.Tests.DeepCopy;

/// <summary>What the generated files look like, for those who debug into them.</summary>
public sealed class SourceTests
{
    [Fact]
    public void Shop_OfListsAndRecords() => Snapshot.Match(new Subject("""
        namespace Shop;

        [JsonStoreDocument]
        public sealed class Catalogue
        {
            public string Name { get; set; } = "";
            public required List<Article> Articles { get; init; }
            public Dictionary<string, int> Stock { get; set; } = new(StringComparer.OrdinalIgnoreCase);
        }

        public record Article(int Id, string Name, decimal Price, List<string> Tags)
        {
            public Size? Size { get; set; }
            public Maker? Maker { get; set; }
        }

        public sealed record Size(int Width, int Height);
        public sealed class Maker { public string Name { get; set; } = ""; }
        """).Generated);

    [Fact]
    public void Drawing_OfDerivedAndGenericTypes() => Snapshot.Match(new Subject("""
        [JsonStoreDocument]
        public sealed class Drawing(int[] grid)
        {
            public int[] Grid => grid;
            public IReadOnlyList<Shape> Shapes { get; init; } = [];
            public Layer<Circle>? Top { get; set; }
        }

        [JsonDerivedType(typeof(Circle), "circle")]
        public abstract class Shape { public int[] Bounds { get; private set; } = []; }
        public class Circle : Shape { public double Radius; }
        public struct Layer<T> where T : Shape { public List<T> Items { get; set; } }
        """).Generated);

    [Fact]
    public void Tags_OfACollectionOfItsOwn() => Snapshot.Match(new Subject("""
        [JsonStoreDocument]
        public class Tags : Dictionary<string, List<int>> { private readonly int[] _own = [1]; }
        """).Generated);
}
