using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStoreStreamTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_OfFiftyMegabytes_AllocatesAFractionOfTheFile()
    {
        var store = _folder.Open<Catalogue>();
        var document = new Catalogue { Articles = [.. Enumerable.Repeat(new Article { Stock = 100 }, 4_000_000)] };
        store.Save(new());

        var before = GC.GetAllocatedBytesForCurrentThread();
        store.Save(document);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(new FileInfo(_folder.Path).Length, 50_000_000, 60_000_000);
        Assert.InRange(allocated, 0, 2_000_000);
        Assert.Equal(4_000_000, store.Read(whole => whole.Articles.Count));
    }

    [Fact]
    public void Read_OfFiftyMegabytesThatHoldLittle_AllocatesAFractionOfTheFile()
    {
        _folder.WriteSettled($$"""{"Name":"shop","Unknown":"{{new string('x', 100)}}"}{{new string(' ', 50_000_000)}}""");
        _ = _folder.Open<Catalogue>().Read();
        var store = _folder.Open<Catalogue>();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var name = store.Read(document => document.Name);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("shop", name);
        Assert.InRange(allocated, 0, 2_000_000);
    }

    [Fact]
    public async Task OpenReadAndOpenWrite_ThatEncrypt_KeepTheFileUnreadableAndTheStoreWorking()
    {
        var store = _folder.Open<Catalogue>(Encrypted());

        await store.SaveAsync(new() { Name = "secret" }, Token);
        await store.UpdateAsync(document => document.Name += "!", Token);

        Assert.DoesNotContain("secret", File.ReadAllText(_folder.Path));
        Assert.Equal("secret!", store.Read().Name);
        Assert.Equal("secret!", _folder.Open<Catalogue>(Encrypted()).Read().Name);
    }

    [Fact]
    public void OpenReadAndOpenWrite_ThatCompress_MakeTheFileSmall()
    {
        var store = _folder.Open<Numbered>(Compressed());

        store.Save(Numbered.Of(7));

        Assert.True(store.Read().IsWhole);
        Assert.InRange(new FileInfo(_folder.Path).Length, 1, 200);
    }

    [Fact]
    public void OpenRead_OfAFileThatItCannotDecrypt_NamesTheFile()
    {
        _folder.WriteSettled("""{"Name":"never encrypted"}""");

        var failure = Assert.Throws<JsonStoreException>(() => _folder.Open<Catalogue>(Encrypted()).Read());

        Assert.Contains(_folder.Path, failure.Message);
        Assert.Contains("never encrypted", File.ReadAllText(_folder.Path));
    }

    [Fact]
    public void OpenRead_OfACompressedUtf16File_ReadsIt()
    {
        using (var file = new GZipStream(File.Create(_folder.Path), CompressionLevel.Fastest))
        {
            file.Write([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("""{"Name":"Käse"}""")]);
        }

        Assert.Equal("Käse", _folder.Open<Catalogue>(Compressed()).Read().Name);
    }

    [Fact]
    public void OpenWrite_ThatThrows_LeavesTheOldFileAndNoOther()
    {
        _folder.WriteSettled("""{"Name":"old"}""");
        var store = _folder.Open<Catalogue>(new() { OpenRead = file => file, OpenWrite = _ => throw new InvalidOperationException("no key") });

        Assert.Throws<InvalidOperationException>(() => store.Save(new() { Name = "new" }));

        Assert.Equal("old", store.Read().Name);
        Assert.Empty(_folder.Leftovers);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static JsonStoreOptions Compressed() => new()
    {
        OpenRead = file => new GZipStream(file, CompressionMode.Decompress),
        OpenWrite = file => new GZipStream(file, CompressionLevel.Fastest),
    };

    private static JsonStoreOptions Encrypted() => new()
    {
        OpenRead = file =>
        {
            using var aes = Aes.Create();
            var vector = new byte[aes.BlockSize / 8];
            file.ReadExactly(vector);
            return new CryptoStream(file, aes.CreateDecryptor(Key, vector), CryptoStreamMode.Read);
        },
        OpenWrite = file =>
        {
            using var aes = Aes.Create();
            file.Write(aes.IV);
            return new CryptoStream(file, aes.CreateEncryptor(Key, aes.IV), CryptoStreamMode.Write);
        },
    };
}
