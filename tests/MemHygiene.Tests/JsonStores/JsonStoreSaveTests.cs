using System.Runtime.Versioning;
using System.Text.Json;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreSaveTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Save_ThenRead_GivesTheSavedDocumentAfterReadingItOnce()
    {
        var store = _folder.Open<Catalogue>();

        store.Save(new() { Name = "first" });
        var first = store.Read();
        await store.SaveAsync(new() { Name = "second" }, Token);
        var second = store.Read();
        _ = store.Read();

        Assert.Equal(("first", "second"), (first.Name, second.Name));
        Assert.Equal("second", JsonSerializer.Deserialize<Catalogue>(File.ReadAllText(_folder.Path))!.Name);
        Assert.Equal(2, store.FileReads);
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task SaveAsync_WhenTheDocumentIsChangedAfterTheCall_SavesItAsItWas()
    {
        var store = _folder.Open<Catalogue>();
        var document = new Catalogue { Name = "as it was" };

        var saving = store.SaveAsync(document, Token);
        document.Name = "changed";
        await saving;

        Assert.Equal("as it was", store.Read().Name);
    }

    [Fact]
    public void Save_WithSerializerOptions_WritesAsTheySay()
    {
        var store = _folder.Open<Catalogue>(new() { SerializerOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true } });

        store.Save(new() { Name = "shop" });

        Assert.Equal("{\n  \"name\": \"shop\",\n  \"articles\": []\n}", File.ReadAllText(_folder.Path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task SaveAsync_ByManyCallers_EndsWithOneWholeDocumentInFileAndCache()
    {
        var store = _folder.Open<Numbered>();

        var savers = Enumerable.Range(0, 40).Select(
            n => n % 4 == 0 ? Task.Run(() => store.Save(Numbered.Of(n)), Token) : store.SaveAsync(Numbered.Of(n), Token));
        await Task.WhenAll(savers);
        var cached = store.Read();
        store.Clear();

        Assert.True(cached.IsWhole);
        Assert.Equal(cached.Number, store.Read().Number);
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task Save_WhileOthersReadTheFile_NeverShowsHalfADocument()
    {
        var store = _folder.Open<Numbered>();
        var other = _folder.Open<Numbered>(new() { TimeToLive = TimeSpan.Zero });
        store.Save(Numbered.Of(0));
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            do
            {
                Assert.True(other.Read().IsWhole);
            }
            while (!done.IsCancellationRequested);
        }, Token);

        for (var number = 1; number <= 100; number++)
        {
            store.Save(Numbered.Of(number));
        }

        await done.CancelAsync();
        await reading;
        Assert.Equal(100, other.Read().Number);
        Assert.Empty(_folder.Logged);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Save_OverAFile_KeepsItsModeAndOwner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root gives files away.");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        _folder.WriteSettled("{}");
        using (var file = File.OpenHandle(_folder.Path, access: FileAccess.ReadWrite))
        {
            LinuxFile.TryChangeOwner(file, 1234, 5678);
            File.SetUnixFileMode(file, Mode);
        }

        _folder.Open<Catalogue>().Save(new());

        Assert.Equal(Mode, File.GetUnixFileMode(_folder.Path));
        Assert.True(LinuxFile.TryStat(_folder.Path, out var status));
        Assert.Equal((1234u, 5678u), (status.User, status.Group));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Save_BehindALink_ReplacesTheTargetAndKeepsTheLink(bool targetExists)
    {
        var target = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Folder, "real")).FullName, "target.json");
        if (targetExists)
        {
            File.WriteAllText(target, "{}");
        }

        File.CreateSymbolicLink(_folder.Path, "real/target.json");

        _folder.Open<Catalogue>().Save(new() { Name = "shop" });

        Assert.Equal("real/target.json", new FileInfo(_folder.Path).LinkTarget);
        Assert.Contains("shop", File.ReadAllText(target));
    }

    [Fact]
    public void Save_BehindALinkedFolderWithARelativeLink_ReplacesWhatTheSystemWouldOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resolved by realpath.");
        var deep = Directory.CreateDirectory(Path.Combine(_folder.Folder, "a", "b")).FullName;
        var target = Path.Combine(_folder.Folder, "a", "target.json");
        File.WriteAllText(target, "{}");
        File.CreateSymbolicLink(Path.Combine(deep, "data.json"), "../target.json");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Folder, "short"), deep);
        _folder.Path = Path.Combine(_folder.Folder, "short", "data.json");

        _folder.Open<Catalogue>().Save(new() { Name = "shop" });

        Assert.Contains("shop", File.ReadAllText(target));
    }

    [Fact]
    public void Save_OverWhatIsNoFile_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Tells a device from a file by statx.");
        File.CreateSymbolicLink(_folder.Path, "/dev/null");

        var failure = Assert.Throws<JsonStoreException>(() => _folder.Open<Catalogue>().Save(new()));

        Assert.Contains("not a regular file", failure.Message);
        Assert.True(File.Exists("/dev/null"));
    }

    [Fact]
    public void Save_OfNull_Throws() => Assert.Throws<ArgumentNullException>(() => _folder.Open<Catalogue>().Save(null!));

    [Fact]
    public void Save_OfADocumentThatCannotBeWritten_LeavesFileAndCache()
    {
        var store = _folder.Open<Node>();
        store.Save(new() { Name = "good" });
        var loop = new Node();
        loop.Next = loop;

        Assert.Throws<JsonException>(() => store.Save(loop));

        Assert.Equal("good", store.Read().Name);
        Assert.Contains("good", File.ReadAllText(_folder.Path));
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public void Save_WhenTheRenameFails_LeavesNoTemporaryFile()
    {
        _folder.Path = Path.Combine(_folder.Folder, new string('n', 300));

        var failure = Assert.Throws<JsonStoreException>(() => _folder.Open<Catalogue>().Save(new()));

        Assert.Equal(_folder.Path, failure.FilePath);
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task Save_WhenTheFolderIsGone_FailsAloneAndReadersKeepTheirDocument()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Folder, "mounted")).FullName;
        _folder.Path = Path.Combine(folder, "data.json");
        var store = _folder.Open<Catalogue>();
        store.Save(new() { Name = "good" });
        _ = store.Read();

        Directory.Move(folder, folder + "-away");
        Assert.Throws<JsonStoreException>(() => store.Save(new() { Name = "lost" }));
        await Assert.ThrowsAsync<JsonStoreException>(() => store.SaveAsync(new() { Name = "lost" }, Token));
        Assert.Equal("good", store.Read().Name);
        Directory.Move(folder + "-away", folder);

        Assert.Contains("good", File.ReadAllText(_folder.Path));
        store.Save(new() { Name = "next" });
        Assert.Equal("next", store.Read().Name);
        Assert.Equal([_folder.LockPath, _folder.Path], Directory.EnumerateFiles(folder).Order());
    }

    [Fact]
    public void Save_AfterOtherProcessesWereKilled_RemovesOldTemporaryFilesOnly()
    {
        var old = Path.Combine(_folder.Folder, ".memhygiene-0123456789abcdef.tmp");
        var young = Path.Combine(_folder.Folder, ".memhygiene-fedcba9876543210.tmp");
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, _folder.Clock.GetUtcNow().UtcDateTime.AddMinutes(-11));
        File.SetLastWriteTimeUtc(young, _folder.Clock.GetUtcNow().UtcDateTime.AddMinutes(-9));

        _folder.Open<Catalogue>().Save(new());

        Assert.Equal([young], _folder.Leftovers);
    }

    [Fact]
    public async Task SaveAsync_Cancelled_SavesNothing()
    {
        var store = _folder.Open<Catalogue>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.SaveAsync(new(), new CancellationToken(canceled: true)));

        Assert.False(File.Exists(_folder.Path));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Node
    {
        public string Name { get; set; } = "";

        public Node? Next { get; set; }
    }
}
