using System.Diagnostics;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

/// <summary>A disk of a test's own, of one megabyte.</summary>
public sealed class JsonStoreDiskTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly string _disk;
    private bool _isMounted;

    public JsonStoreDiskTests() => _disk = Directory.CreateDirectory(Path.Combine(_folder.Folder, "disk")).FullName;

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "--lazy", _disk);
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Save_OnAFullDisk_FailsAloneAndTheNextThatFitsIsSaved()
    {
        var store = Mount();
        await store.SaveAsync(Numbered.Of(1), Token);
        var tooLarge = new Numbered { Number = 2, Copies = new int[1_000_000] };

        var failure = await Assert.ThrowsAsync<JsonStoreException>(() => store.SaveAsync(tooLarge, Token));
        await Assert.ThrowsAsync<JsonStoreException>(() => store.UpdateAsync(_ => tooLarge, Token));
        Assert.Throws<JsonStoreException>(() => store.Save(tooLarge));

        Assert.Contains(_folder.Path, failure.Message);
        Assert.Equal(1, store.Read().Number);
        Assert.Equal([_folder.LockPath, _folder.Path], Directory.EnumerateFiles(_disk).Order());
        await store.UpdateAsync(document => document.Copies = [], Token);
        Assert.Empty(store.Read().Copies);
    }

    [Fact]
    public async Task Save_OnAReadOnlyDisk_FailsAloneAndReadersGoOn()
    {
        var store = Mount();
        await store.SaveAsync(Numbered.Of(1), Token);
        Run("mount", "-o", "remount,ro", _disk);

        await Assert.ThrowsAsync<JsonStoreException>(() => store.SaveAsync(Numbered.Of(2), Token));
        await Assert.ThrowsAsync<JsonStoreException>(() => store.UpdateAsync(document => document.Number = 2, Token));
        Assert.Equal(1, store.Read().Number);
        Run("mount", "-o", "remount,rw", _disk);
        await store.SaveAsync(Numbered.Of(3), Token);

        Assert.Equal(3, store.Read().Number);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private JsonStore<Numbered> Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root mounts.");
        Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", _disk);
        _isMounted = true;
        _folder.Path = Path.Combine(_disk, "data.json");
        return _folder.Open<Numbered>();
    }
}
