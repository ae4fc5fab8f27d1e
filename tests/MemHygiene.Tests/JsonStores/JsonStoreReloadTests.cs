using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreReloadTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WithinTheTimeToLive_DoesNotLookAtTheFile()
    {
        _folder.WriteSettled("""{"Name":"old"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        _folder.WriteSettled("""{"Name":"newer"}""");
        _folder.Clock.Advance(StoreFolder.TimeToLive - TimeSpan.FromTicks(1));

        Assert.Equal("old", store.Read().Name);
    }

    [Fact]
    public void Read_AfterTheTimeToLive_SeesAChangedFile()
    {
        _folder.WriteSettled("""{"Name":"old"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        _folder.WriteSettled("""{"Name":"newer"}""");
        _folder.Expire();

        Assert.Equal("newer", store.Read().Name);
        Assert.Equal(2, store.FileReads);
    }

    [Fact]
    public void Read_AfterTheTimeToLiveOfAnUnchangedFile_DoesNotReadItAgain()
    {
        _folder.WriteSettled("""{"Name":"shop"}""");
        var store = _folder.Open<Catalogue>();

        for (var look = 0; look < 10; look++)
        {
            Assert.Equal("shop", store.Read().Name);
            _folder.Expire();
        }

        Assert.Equal(1, store.FileReads);
    }

    [Fact]
    public void Read_OfAFileThatWasYoungWhenRead_ReadsItAgainUntilItHasSettled()
    {
        _folder.WriteSettled("{}");
        File.SetLastWriteTimeUtc(_folder.Path, _folder.Clock.GetUtcNow().UtcDateTime);
        var store = _folder.Open<Catalogue>();

        for (var look = 0; look < 10; look++)
        {
            _ = store.Read();
            _folder.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Equal(2, store.FileReads);
    }

    [Fact]
    public void Read_AfterARenameThatKeepsLengthAndTime_SeesTheNewFile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only statx tells the inode.");
        _folder.WriteSettled("""{"Name":"aaa"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        var beside = _folder.Path + ".new";
        File.WriteAllText(beside, """{"Name":"bbb"}""");
        File.SetLastWriteTimeUtc(beside, File.GetLastWriteTimeUtc(_folder.Path));
        File.Move(beside, _folder.Path, overwrite: true);
        _folder.Expire();

        Assert.Equal("bbb", store.Read().Name);
    }

    [Fact]
    public void Read_BehindALinkThatMovesToAnotherFile_SeesTheOtherFile()
    {
        var link = _folder.Path;
        var past = _folder.Clock.GetUtcNow().UtcDateTime.AddHours(-1);
        foreach (var name in (string[])["aaa", "bbb"])
        {
            File.WriteAllText(Path.Combine(_folder.Folder, name), $$"""{"Name":"{{name}}"}""");
            File.SetLastWriteTimeUtc(Path.Combine(_folder.Folder, name), past);
        }

        File.CreateSymbolicLink(link, "aaa");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        File.Delete(link);
        File.CreateSymbolicLink(link, "bbb");
        _folder.Expire();

        Assert.Equal("bbb", store.Read().Name);
    }

    [Fact]
    public void Clear_MakesTheNextReadReadTheFile()
    {
        _folder.WriteSettled("""{"Name":"old"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        _folder.WriteSettled("""{"Name":"newer"}""");
        store.Clear();

        Assert.Equal("newer", store.Read().Name);
        Assert.Equal(2, store.FileReads);
    }

    [Fact]
    public async Task Read_ByAThousandReadersOfAnExpiredDocument_ReadsTheFileOnce()
    {
        _folder.WriteSettled("""{"Name":"old"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();
        _folder.WriteSettled("""{"Name":"newer"}""");
        _folder.Expire();

        var readers = Enumerable.Range(0, 1_000).Select(
            reader => Task.Run(async () => reader % 2 == 0 ? store.Read() : await store.ReadAsync(Token), Token));
        var documents = await Task.WhenAll(readers);

        Assert.All(documents, document => Assert.Equal("newer", document.Name));
        Assert.Equal(1_000, documents.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(2, store.FileReads);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Identity_ByPath_ChangesWithLengthTimeAndTarget()
    {
        _folder.WriteSettled("{}");
        var before = FileIdentity.OfPath(_folder.Path);
        var again = FileIdentity.OfPath(_folder.Path);
        File.SetLastWriteTimeUtc(_folder.Path, _folder.Clock.GetUtcNow().UtcDateTime);

        Assert.NotNull(before);
        Assert.Equal(before, again);
        Assert.NotEqual(before, FileIdentity.OfPath(_folder.Path));
        Assert.Null(FileIdentity.OfPath(_folder.Path + ".missing"));
    }

    [Fact]
    public void Identity_ByInode_AgreesWithTheFrameworkOnLengthAndTime()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only statx tells the inode.");
        _folder.WriteSettled("""{"Name":"shop"}""");

        var byInode = FileIdentity.OfInode(_folder.Path)!.Value;
        var byPath = FileIdentity.OfPath(_folder.Path)!.Value;

        Assert.Equal((byPath.Length, byPath.ModifiedAt), (byInode.Length, byInode.ModifiedAt));
        Assert.NotEqual(0ul, byInode.Inode);
    }
}
