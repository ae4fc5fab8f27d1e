using System.Globalization;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class DocumentLockTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryTake_WhileItIsHeld_GivesNothingUntilItIsFree()
    {
        using var held = DocumentLock.TryTake(_folder.LockPath);
        using var second = DocumentLock.TryTake(_folder.LockPath);
        held!.Dispose();
        using var third = DocumentLock.TryTake(_folder.LockPath);

        Assert.Null(second);
        Assert.NotNull(third);
        Assert.True(File.Exists(_folder.LockPath));
    }

    [Fact]
    public void TryTake_OfALockFileThatWasDeletedWhileOpen_LocksTheNewOne()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere an open file keeps its name.");
        using var held = DocumentLock.TryTake(_folder.LockPath);
        File.Delete(_folder.LockPath);

        using var second = DocumentLock.TryTake(_folder.LockPath);
        using var third = DocumentLock.TryTake(_folder.LockPath);

        Assert.NotNull(second);
        Assert.Null(third);
    }

    [Fact]
    public async Task UpdateAsync_WhenTheLockIsHeldTooLong_NamesLockFileAndHolder()
    {
        var store = Open(new() { LockTimeout = TimeSpan.FromMilliseconds(50) });
        using var held = DocumentLock.TryTake(_folder.LockPath);

        var failure = await Assert.ThrowsAsync<JsonStoreException>(() => store.UpdateAsync(_ => { }, Token));

        Assert.Contains(_folder.LockPath, failure.Message);
        Assert.Contains("00:00:00.05", failure.Message);
        Assert.Equal(OperatingSystem.IsLinux(), failure.Message.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Save_WhenTheLockIsHeldTooLong_FailsAndLeavesNothing()
    {
        var store = Open(new() { LockTimeout = TimeSpan.FromMilliseconds(50) });
        using var held = DocumentLock.TryTake(_folder.LockPath);

        Assert.Throws<JsonStoreException>(() => store.Save(new()));

        Assert.False(File.Exists(_folder.Path));
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task UpdateAsync_WithinItsOwnUpdate_EndsAfterTheTimeout()
    {
        var store = Open(new() { DefaultDocument = () => new Catalogue(), LockTimeout = TimeSpan.FromMilliseconds(50) });

        var failure = await Assert.ThrowsAsync<JsonStoreException>(() => store.UpdateAsync(_ => store.UpdateAsync(_ => { }, Token), Token));

        Assert.Contains("other saves and updates of this store", failure.Message);
        Assert.False(File.Exists(_folder.Path));
    }

    [Fact]
    public async Task UpdateAsync_WhereLocksDoNotHold_IsRefused()
    {
        var unlocked = 0;
        var store = Open(new() { DefaultDocument = () => new Catalogue() }, _ => DocumentLock.TryTake($"{_folder.LockPath}-{unlocked++}"));

        var failure = await Assert.ThrowsAsync<JsonStoreException>(() => store.UpdateAsync(_ => { }, Token));

        Assert.Contains("grants two locks", failure.Message);
        Assert.False(File.Exists(_folder.Path));
    }

    [Fact]
    public async Task UpdateAsync_WhereNothingCanBeLocked_SaysWhy()
    {
        var store = Open(new() { DefaultDocument = () => new Catalogue() }, _ => throw new IOException("No locks available"));

        var failure = await Assert.ThrowsAsync<JsonStoreException>(() => store.UpdateAsync(_ => { }, Token));

        Assert.Contains("No locks available", failure.Message);
        Assert.Contains(_folder.LockPath, failure.Message);
    }

    [Fact]
    public async Task SaveAsync_ByMany_HappensInTheOrderOfTheCalls()
    {
        var store = Open(new());
        Task[] saves = [.. Enumerable.Range(0, 20).Select(n => store.SaveAsync(new() { Name = $"{n}" }, Token))];

        await Task.WhenAll(saves);

        Assert.Equal("19", store.Read().Name);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private JsonStore<Catalogue> Open(JsonStoreOptions options, Func<string, DocumentLock?>? tryTake = null) =>
        _folder.Open<Catalogue>(options, TimeProvider.System, tryTake);
}
