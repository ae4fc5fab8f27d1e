using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreVersionTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TrySaveAsync_WithTheVersionOfTheFile_SavesAndGivesTheNextVersion()
    {
        _folder.WriteSettled("""{"Name":"first"}""");
        var store = _folder.Open<Catalogue>();
        var (document, version) = store.ReadVersioned();

        document.Name = "second";
        var next = await store.TrySaveAsync(document, version, Token);

        Assert.NotNull(next);
        Assert.NotEqual(version, next);
        Assert.Equal(next, store.ReadVersioned().Version);
        Assert.Equal("second", store.Read().Name);
    }

    [Fact]
    public async Task TrySaveAsync_AfterSomebodyElse_SavesNothing()
    {
        _folder.WriteSettled("""{"Name":"first"}""");
        var store = _folder.Open<Catalogue>();
        var (document, version) = store.ReadVersioned();
        _folder.WriteSettled("""{"Name":"else"}""");

        document.Name = "lost";
        var next = await store.TrySaveAsync(document, version, Token);

        Assert.Null(next);
        Assert.Equal("""{"Name":"else"}""", File.ReadAllText(_folder.Path));
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task TrySaveAsync_WithNoVersion_SavesOnlyWhereThereIsNoFile()
    {
        var store = _folder.Open<Catalogue>(new() { DefaultDocument = () => new Catalogue() });

        var first = await store.TrySaveAsync(new() { Name = "first" }, store.ReadVersioned().Version, Token);
        var second = await store.TrySaveAsync(new() { Name = "second" }, default, Token);

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Equal("first", store.Read().Name);
    }

    [Fact]
    public async Task TrySaveAsync_ByManyAtOnce_LetsOneThrough()
    {
        _folder.WriteSettled("""{"Name":"first"}""");
        var store = _folder.Open<Catalogue>();
        var version = store.ReadVersioned().Version;

        var saves = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => store.TrySaveAsync(new() { Name = $"{n}" }, version, Token)));

        Assert.Single(saves, save => save is not null);
    }

    [Fact]
    public void Version_OfAFile_IsTheSameInEveryStoreAndAfterACopy()
    {
        _folder.WriteSettled("""{"Name":"shop"}""");
        var version = _folder.Open<Catalogue>().ReadVersioned().Version;
        var copy = _folder.Path + ".copy";
        File.Copy(_folder.Path, copy);
        _folder.Path = copy;

        Assert.Equal(version, _folder.Open<Catalogue>().ReadVersioned().Version);
    }

    [Fact]
    public void Parse_OfAVersionsText_GivesTheVersion()
    {
        _folder.WriteSettled("{}");
        var version = _folder.Open<Catalogue>().ReadVersioned().Version;

        Assert.Equal(version, JsonStoreVersion.Parse(version.ToString()));
        Assert.Equal(version, JsonStoreVersion.Parse($"\"{version}\""));
        Assert.Equal(32, version.ToString().Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("W/\"44136fa355b3678a1146ad16f7e8649e\"")]
    [InlineData("44136fa355b3678a1146ad16f7e8649g")]
    [InlineData("44136fa355b3678a1146ad16f7e8649e44136fa355b3678a1146ad16f7e8649e")]
    public void Parse_OfSomethingElse_Throws(string text) => Assert.Throws<FormatException>(() => JsonStoreVersion.Parse(text));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
