using System.Text.Json;

namespace MemHygiene.JsonStoreApp.Ledgers;

/// <summary>A ledger in a folder of its own, looked at without the store.</summary>
internal sealed class LedgerFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("json-store-app-").FullName;

    public LedgerFile()
    {
        Path = System.IO.Path.Combine(_folder, "ledger.json");
        File.WriteAllBytes(Path, JsonSerializer.SerializeToUtf8Bytes(Ledger.Empty()));
    }

    public string Path { get; }

    public IEnumerable<string> TemporaryFiles => Directory.GetFiles(_folder, "*.tmp");

    /// <summary>As if an hour had passed since they were written.</summary>
    public void AgeTemporaryFiles()
    {
        foreach (var path in TemporaryFiles)
        {
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddHours(-1));
        }
    }

    /// <exception cref="Violation">It is not there, does not parse, or is not whole.</exception>
    public Ledger Read()
    {
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var ledger = JsonSerializer.Deserialize<Ledger>(file) ?? throw new Violation("The file holds null.");
            return ledger.IsWhole ? ledger : throw new Violation($"The file holds a mixture: count {ledger.Count}, by writer {ledger.ByWriter.Values.Sum()}.");
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            throw new Violation($"The file cannot be read: {broken.Message}");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
