using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreUpdateTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task UpdateAsync_OfAStore_ReturnsAndSavesTheChangedDocument()
    {
        _folder.WriteSettled("""{"Name":"shop","Articles":[{"Stock":1}]}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        var changed = await store.UpdateAsync(document => document.Articles.Add(new() { Stock = 2 }), Token);
        changed.Name = "the caller's own";

        Assert.Equal(2, changed.Articles.Count);
        Assert.Equal("shop", store.Read().Name);
        Assert.Equal([1, 2], store.Read(document => document.Articles.Select(article => article.Stock).ToArray()));
        Assert.Equal([1, 2], _folder.Open<Catalogue>().Read().Articles.Select(article => article.Stock));
    }

    [Fact]
    public async Task UpdateAsync_WithEachKindOfChange_SavesWhatTheChangeMade()
    {
        var store = _folder.Open<Catalogue>(new() { DefaultDocument = () => new Catalogue() });

        await store.UpdateAsync(document => document.Name += "a", Token);
        await store.UpdateAsync(document => new Catalogue { Name = document.Name + "b" }, Token);
        await store.UpdateAsync(
            async document =>
            {
                await Task.Yield();
                document.Name += "c";
            },
            Token);
        await store.UpdateAsync(
            async document =>
            {
                await Task.Yield();
                return new Catalogue { Name = document.Name + "d" };
            },
            Token);

        Assert.Equal("abcd", store.Read().Name);
    }

    [Fact]
    public async Task UpdateAsync_ByManyCallersOfTwoStores_LosesNothing()
    {
        JsonStore<Numbered>[] stores = [Counter(), Counter()];

        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(() => stores[n % 2].UpdateAsync(Increment, Token), Token)));

        Assert.Equal(100, stores[0].Read().Number);
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task UpdateAsync_WithinTheTimeToLiveOfAnOldCopy_ChangesWhatTheFileHas()
    {
        _folder.WriteSettled("""{"Name":"old"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        _folder.WriteSettled("""{"Name":"newer"}""");
        var changed = await store.UpdateAsync(document => document.Name += "!", Token);

        Assert.Equal("newer!", changed.Name);
    }

    [Fact]
    public async Task UpdateAsync_OfAnUnchangedFile_DoesNotReadItAgain()
    {
        _folder.WriteSettled("""{"Name":"shop"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        await store.UpdateAsync(document => document.Name += "!", Token);

        Assert.Equal(1, store.FileReads);
    }

    [Fact]
    public async Task UpdateAsync_WithAChangeThatThrows_ChangesNothingAndLetsTheNextIn()
    {
        _folder.WriteSettled("""{"Name":"shop"}""");
        var store = _folder.Open<Catalogue>();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.UpdateAsync(
            document =>
            {
                document.Name = "half";
                document.Articles.RemoveAt(0);
            },
            Token));

        Assert.Equal("""{"Name":"shop"}""", File.ReadAllText(_folder.Path));
        Assert.Equal("shop!", (await store.UpdateAsync(document => document.Name += "!", Token)).Name);
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task Read_WithinAChange_GivesTheDocumentFromBefore()
    {
        _folder.WriteSettled("""{"Name":"before"}""");
        var store = _folder.Open<Catalogue>();
        string? seen = null;

        await store.UpdateAsync(
            document =>
            {
                document.Name = "after";
                seen = store.Read().Name;
            },
            Token);

        Assert.Equal("before", seen);
        Assert.Equal("after", store.Read().Name);
    }

    [Fact]
    public async Task UpdateAsync_ThatKeepsItsDocument_CannotChangeWhatOthersRead()
    {
        _folder.WriteSettled("""{"Name":"shop","Articles":[{"Stock":1}]}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();
        Catalogue? kept = null;

        await store.UpdateAsync(document => kept = document, Token);
        _ = store.Read();
        kept!.Articles[0].Stock = 99;

        Assert.Equal(1, store.Read(document => document.Articles[0].Stock));
    }

    [Fact]
    public async Task UpdateAsync_ThatReturnsNull_SavesNothing()
    {
        _folder.WriteSettled("""{"Name":"shop"}""");
        var store = _folder.Open<Catalogue>();

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.UpdateAsync(_ => (Catalogue)null!, Token));

        Assert.Equal("""{"Name":"shop"}""", File.ReadAllText(_folder.Path));
    }

    [Theory]
    [InlineData("""{"Name":""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task UpdateAsync_OfABrokenFile_ThrowsAndLeavesItAlone(string broken)
    {
        _folder.WriteSettled("""{"Name":"good"}""");
        var store = _folder.Open<Catalogue>(new() { DefaultDocument = () => new Catalogue() });
        _ = store.Read();
        _folder.WriteSettled(broken);

        await Assert.ThrowsAsync<JsonStoreException>(() => store.UpdateAsync(document => document.Name = "over it", Token));

        Assert.Equal(broken, File.ReadAllText(_folder.Path));
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task UpdateAsync_OfAMissingFile_NeedsADefault()
    {
        var failure = await Assert.ThrowsAsync<JsonStoreException>(
            () => _folder.Open<Catalogue>().UpdateAsync(document => document.Name = "new", Token));

        Assert.IsType<FileNotFoundException>(failure.InnerException);
        Assert.False(File.Exists(_folder.Path));
    }

    [Fact]
    public async Task Save_DuringAnUpdate_WaitsForItsEnd()
    {
        var store = Counter();
        var other = Counter();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var updating = store.UpdateAsync(
            async document =>
            {
                entered.SetResult();
                await leave.Task;
                document.Number = 1;
            },
            Token);
        await entered.Task;

        var saving = store.SaveAsync(Numbered.Of(2), Token);
        var savingElsewhere = Task.Run(() => other.Save(Numbered.Of(2)), Token);
        var fileDuringTheUpdate = File.Exists(_folder.Path);
        leave.SetResult();
        await Task.WhenAll(updating, saving, savingElsewhere);

        Assert.False(fileDuringTheUpdate);
        Assert.Equal(2, store.Read().Number);
    }

    [Fact]
    public async Task UpdateAsync_CancelledWhileItWaits_ChangesNothing()
    {
        var store = Counter();
        using var impatience = new CancellationTokenSource();
        using var held = DocumentLock.TryTake(_folder.LockPath);

        var waiting = store.UpdateAsync(Increment, impatience.Token);
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(File.Exists(_folder.Path));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void Increment(Numbered document) => document.Number++;

    // The waiting of one store for another's lock takes real time.
    private JsonStore<Numbered> Counter() => _folder.Open<Numbered>(new() { DefaultDocument = () => Numbered.Of(0) }, TimeProvider.System);
}
