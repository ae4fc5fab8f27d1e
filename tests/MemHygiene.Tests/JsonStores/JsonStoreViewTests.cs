using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreViewTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public JsonStoreViewTests() => _folder.WriteSettled("{}");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void View_OfADocumentThatCannotBeChanged_IsTheSameForAll()
    {
        _folder.WriteSettled("""{"Name":"shop","Prices":{"a":[{"Amount":1.5,"Until":"2026-01-01"}]}}""");
        var store = _folder.Open<PriceList>();

        var first = store.View();

        Assert.Same(first, store.View());
        Assert.Equal(1.5m, Assert.Single(first.Prices["a"]).Amount);
    }

    [Fact]
    public void View_OfADocumentThatCanBeChanged_NamesTheMember()
    {
        Assert.Contains("Catalogue.Name can be changed", Refused<Catalogue>());
        Assert.Contains("List<String>._items can be changed", Refused<Listed>());
        Assert.Contains("Interfaced.Names is a IReadOnlyList<String>", Refused<Interfaced>());
        Assert.Contains("Inside.Numbers is a Int32[]", Refused<Deep>());
        Assert.Contains("Captured.", Refused<Captured>());
        Assert.Contains("Derived.Count can be changed", Refused<Base>());
        Assert.Contains("Int32[]", Refused<int[]>());
    }

    private string Refused<T>() => Assert.Throws<InvalidOperationException>(() => _folder.Open<T>().View()).Message;

    private sealed record Price(decimal Amount, DateOnly? Until);

    private record PriceList(string Name, ImmutableDictionary<string, ImmutableArray<Price>> Prices);

    private sealed record Interfaced(IReadOnlyList<string> Names);

    private sealed record Listed(List<string> Names);

    private sealed record Inside(int[] Numbers);

    private sealed record Deep(ImmutableList<Inside> Inner);

    private sealed class Captured(int count)
    {
        public int Count => count;

        public void Increment() => count++;
    }

    [JsonDerivedType(typeof(Derived), "derived")]
    private record Base(string Name);

    private sealed record Derived(string Name) : Base(Name)
    {
        public int Count { get; set; }
    }
}
