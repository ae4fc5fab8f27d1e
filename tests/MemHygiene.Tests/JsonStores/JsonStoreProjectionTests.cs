using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreProjectionTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public JsonStoreProjectionTests() => _folder.WriteSettled("""{"Name":"shop","Articles":[{"Stock":1},{"Stock":2}]}""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WithAProjection_RunsUnderTheSharedInstance()
    {
        var store = _folder.Open<Catalogue>();

        var first = store.Read(document => document);
        var second = store.Read(1, (_, document) => document);

        Assert.Same(first, second);
        Assert.NotSame(first, store.Read());
        Assert.Equal(2, store.Read(1, static (index, document) => document.Articles[index].Stock));
    }

    [Fact]
    public void Read_WithAProjectionOfAFreshDocument_AllocatesNothing()
    {
        var store = _folder.Open<Catalogue>(new() { TimeToLive = TimeSpan.FromHours(1) }, TimeProvider.System);
        Func<int, Catalogue, int> projection = static (index, document) => document.Articles[index].Stock;
        _ = store.Read(1, projection);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var read = 0; read < 100; read++)
        {
            _ = store.Read(1, projection);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Read_SoOftenThatTheTickerTicks_StillSeesAChangedFile()
    {
        var store = _folder.Open<Catalogue>(new() { TimeToLive = TimeSpan.FromMilliseconds(50) }, TimeProvider.System);
        while (Ticker.Now == long.MaxValue)
        {
            _ = store.Read(document => document.Name);
        }

        _folder.WriteSettled("""{"Name":"newer"}""");

        Assert.True(SpinWait.SpinUntil(() => store.Read(document => document.Name) == "newer", TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void ReadCopy_OfAPart_GivesAGraphOfTheCallersOwn()
    {
        var store = _folder.Open<Catalogue>();

        var article = store.ReadCopy(document => document.Articles[0]);
        article.Stock = 99;
        store.ReadCopy(1, static (index, document) => document.Articles[index]).Stock = 99;
        var missing = store.ReadCopy(document => document.Articles.Find(other => other.Stock == 99));

        Assert.Equal([1, 2], store.Read(document => document.Articles.Select(each => each.Stock).ToArray()));
        Assert.Null(missing);
    }

    [Fact]
    public void Read_WithoutAProjection_Throws()
    {
        var store = _folder.Open<Catalogue>();

        Assert.Throws<ArgumentNullException>(() => store.Read((Func<Catalogue, int>)null!));
        Assert.Throws<ArgumentNullException>(() => store.ReadCopy((Func<Catalogue, Article>)null!));
    }
}
