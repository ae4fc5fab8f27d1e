using System.Text.Json;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreErrorTests : IDisposable
{
    private const string Malformed = "{\n  \"Name\": \"shop\",\n  \"Articles\": [}\n}";

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfAMalformedFile_NamesFileLineAndByte()
    {
        _folder.WriteSettled(Malformed);

        var failure = Assert.Throws<JsonStoreException>(_folder.Open<Catalogue>().Read);

        Assert.Equal((_folder.Path, 3L, 16L), (failure.FilePath, failure.Line, failure.ByteInLine));
        Assert.Equal($"'{_folder.Path}' does not hold a Catalogue: malformed at line 3, byte 16.", failure.Message);
        Assert.IsType<JsonException>(failure.InnerException);
        Assert.Equal(Malformed, File.ReadAllText(_folder.Path));
    }

    [Fact]
    public void Read_OfAMalformedFileByManyReaders_ReadsItOnceInTheTimeToLive()
    {
        _folder.WriteSettled(Malformed);
        var store = _folder.Open<Catalogue>();

        for (var reader = 0; reader < 20; reader++)
        {
            Assert.Throws<JsonStoreException>(store.Read);
        }

        Assert.Equal(1, store.FileReads);
    }

    [Fact]
    public void Read_OfAMalformedFileThatWasRepaired_NeedsNoTimeToPass()
    {
        _folder.WriteSettled(Malformed);
        var store = _folder.Open<Catalogue>();
        Assert.Throws<JsonStoreException>(store.Read);

        _folder.WriteSettled("""{"Name":"repaired"}""");

        Assert.Equal("repaired", store.Read().Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"Name":"new","Articles":[""")]
    [InlineData("""{"Name":1}""")]
    [InlineData("null")]
    public void Read_WhenAReloadFails_KeepsTheLastGoodDocumentAndRecovers(string broken)
    {
        _folder.WriteSettled("""{"Name":"good"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        _folder.WriteSettled(broken);
        _folder.Expire();
        Assert.Equal("good", store.Read().Name);
        _folder.Expire();
        Assert.Equal("good", store.Read().Name);
        Assert.Equal(broken, File.ReadAllText(_folder.Path));
        _folder.WriteSettled("""{"Name":"repaired"}""");
        _folder.Expire();

        Assert.Equal("repaired", store.Read().Name);
        Assert.Collection(
            _folder.Logged,
            line => Assert.StartsWith($"Warning 200: Readers of '{_folder.Path}' keep the last good document.", line),
            line => Assert.Equal($"Information 201: '{_folder.Path}' could be loaded again.", line));
    }

    [Fact]
    public void Read_AfterTheFileWasDeleted_KeepsTheLastGoodDocument()
    {
        _folder.WriteSettled("""{"Name":"good"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        File.Delete(_folder.Path);
        _folder.Expire();

        Assert.Equal("good", store.Read().Name);
        Assert.Single(_folder.Logged);
    }

    [Fact]
    public void Read_AfterTheFileWasDeletedWithADefault_GivesTheDefault()
    {
        _folder.WriteSettled("""{"Name":"good"}""");
        var store = _folder.Open<Catalogue>(new() { DefaultDocument = () => new Catalogue { Name = "default" } });
        _ = store.Read();

        File.Delete(_folder.Path);
        _folder.Expire();

        Assert.Equal("default", store.Read().Name);
    }

    [Fact]
    public void Clear_BeforeAFailingReload_LeavesNothingToFallBackTo()
    {
        _folder.WriteSettled("""{"Name":"good"}""");
        var store = _folder.Open<Catalogue>();
        _ = store.Read();

        _folder.WriteSettled(Malformed);
        store.Clear();

        Assert.Throws<JsonStoreException>(store.Read);
    }

    [Theory]
    [InlineData("missing.json")]
    [InlineData("missing/data.json")]
    public async Task ReadAsync_OfAMissingFile_NamesThePathAndTheCause(string name)
    {
        _folder.Path = Path.Combine(_folder.Folder, name);
        var store = _folder.Open<Catalogue>();

        var failure = await Assert.ThrowsAsync<JsonStoreException>(() => store.ReadAsync(TestContext.Current.CancellationToken).AsTask());

        Assert.Contains(_folder.Path, failure.Message);
        Assert.True(failure.InnerException is FileNotFoundException or DirectoryNotFoundException);
    }

    [Fact]
    public void Read_OfAFileThatAppearsAfterAFailure_NeedsNoTimeToPass()
    {
        var store = _folder.Open<Catalogue>();
        Assert.Throws<JsonStoreException>(store.Read);

        _folder.WriteSettled("""{"Name":"there"}""");

        Assert.Equal("there", store.Read().Name);
    }

    [Fact]
    public void Read_OfANullDocument_SaysSo()
    {
        _folder.WriteSettled("null");

        var failure = Assert.Throws<JsonStoreException>(_folder.Open<Catalogue>().Read);

        Assert.Equal($"'{_folder.Path}' holds null instead of a Catalogue.", failure.Message);
    }

    [Fact]
    public void Read_WhenAConstructorThrows_NamesTheFileAndTheCause()
    {
        _folder.WriteSettled("""{"Age":-1}""");

        var failure = Assert.Throws<JsonStoreException>(_folder.Open<Person>().Read);

        Assert.Contains(_folder.Path, failure.Message);
        Assert.IsType<ArgumentOutOfRangeException>(failure.InnerException);
    }

    [Fact]
    public void Read_OfAFolder_NamesThePath()
    {
        Directory.CreateDirectory(_folder.Path);

        var failure = Assert.Throws<JsonStoreException>(_folder.Open<Catalogue>().Read);

        Assert.Contains(_folder.Path, failure.Message);
    }

    private sealed class Person
    {
        public int Age
        {
            get;
            set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }
    }
}
