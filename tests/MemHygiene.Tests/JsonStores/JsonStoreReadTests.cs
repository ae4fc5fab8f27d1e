using System.Text;
using System.Text.Json;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreReadTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ChangedByTheCallerThatLoaded_LeavesLaterReadersUntouched()
    {
        _folder.WriteSettled("""{"Name":"shop","Articles":[{"Stock":1}]}""");
        var store = _folder.Open<Catalogue>();

        var loader = store.Read();
        loader.Articles[0].Stock = 99;
        loader.Articles.Add(new());

        Assert.Equal(1, Assert.Single(store.Read().Articles).Stock);
    }

    [Fact]
    public void Read_OfADocumentOverAMegabyte_IsIsolatedLikeASmallOne()
    {
        _folder.WriteSettled(JsonSerializer.Serialize(new Catalogue { Articles = [.. Enumerable.Repeat(new Article(), 100_000)] }));
        var store = _folder.Open<Catalogue>();

        store.Read().Articles[0].Stock = 99;
        store.Read().Articles[0].Stock = 99;

        Assert.Equal(0, store.Read().Articles[0].Stock);
        Assert.Equal(1, store.FileReads);
    }

    [Fact]
    public async Task ReadAsync_AfterRead_GivesAnEqualCopyWithoutReadingTheFileAgain()
    {
        _folder.WriteSettled("""{"Name":"shop"}""");
        var store = _folder.Open<Catalogue>();

        var first = store.Read();
        var second = await store.ReadAsync(TestContext.Current.CancellationToken);

        Assert.NotSame(first, second);
        Assert.Equal(first.Name, second.Name);
        Assert.Equal(1, store.FileReads);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Read_WithAByteOrderMark_ReadsWhatReadAllTextReads(string encoding)
    {
        File.WriteAllText(_folder.Path, """{"Name":"Käse"}""", Encoding.GetEncoding(encoding));
        var text = File.ReadAllText(_folder.Path);

        var document = _folder.Open<Catalogue>().Read();

        Assert.Equal(JsonSerializer.Deserialize<Catalogue>(text)!.Name, document.Name);
    }

    [Fact]
    public void Read_OfLatin1Bytes_ReadsWhatReadAllTextReads()
    {
        File.WriteAllBytes(_folder.Path, Encoding.Latin1.GetBytes("""{"Name":"Käse"}"""));
        var text = File.ReadAllText(_folder.Path);

        var document = _folder.Open<Catalogue>().Read();

        Assert.Equal(JsonSerializer.Deserialize<Catalogue>(text)!.Name, document.Name);
    }

    [Fact]
    public void Read_WithoutOptions_FollowsTheSerializersDefaults()
    {
        _folder.WriteSettled("""{"name":"other case","Name":"shop","Unknown":1}""");

        var document = _folder.Open<Catalogue>().Read();

        Assert.Equal("shop", document.Name);
    }

    [Fact]
    public void Read_WithSerializerOptions_FollowsThem()
    {
        _folder.WriteSettled("""{"name":"shop"}""");

        var document = _folder.Open<Catalogue>(new() { SerializerOptions = new(JsonSerializerDefaults.Web) }).Read();

        Assert.Equal("shop", document.Name);
    }

    [Fact]
    public void Read_OfAMissingFileWithADefault_GivesTheDefaultAndCreatesNoFile()
    {
        var store = _folder.Open<Catalogue>(new() { DefaultDocument = () => new Catalogue { Name = "new" } });

        store.Read().Name = "changed";

        Assert.Equal("new", store.Read().Name);
        Assert.False(File.Exists(_folder.Path));
        Assert.Equal(0, store.FileReads);
    }

    [Fact]
    public void Read_WhenTheDefaultIsOfAnotherType_NamesTheOption()
    {
        var store = _folder.Open<Catalogue>(new() { DefaultDocument = () => new Article() });

        var failure = Assert.Throws<InvalidOperationException>(store.Read);

        Assert.Contains("DefaultDocument", failure.Message);
    }

    [Fact]
    public async Task ReadAsync_WithACancelledToken_Throws()
    {
        _folder.WriteSettled("{}");
        var store = _folder.Open<Catalogue>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ReadAsync(new CancellationToken(canceled: true)));

        Assert.Equal(0, store.FileReads);
    }
}
