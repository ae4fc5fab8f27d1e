using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MemHygiene.JsonStores;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Tests.JsonStores;

/// <summary>A folder of a test's own with one JSON file in it, and stores over that file that share a clock and a log.</summary>
internal sealed class StoreFolder : IDisposable, ILogger
{
    public static readonly TimeSpan TimeToLive = new JsonStoreOptions().TimeToLive;

    public StoreFolder()
    {
        Folder = Directory.CreateTempSubdirectory("json-store-").FullName;
        Path = System.IO.Path.Combine(Folder, "data.json");
    }

    public string Folder { get; }

    public string Path { get; set; }

    public TestClock Clock { get; } = new();

    public List<string> Logged { get; } = [];

    /// <summary>The file that its writers lock, and that stays.</summary>
    public string LockPath => DocumentLock.PathFor(Path);

    /// <summary>What lies in the folder besides the file itself and its lock file.</summary>
    public IEnumerable<string> Leftovers => Directory.EnumerateFileSystemEntries(Folder).Where(entry => entry != Path && entry != LockPath);

    public JsonStore<T> Open<T>(JsonStoreOptions? options = null, TimeProvider? time = null, Func<string, DocumentLock?>? tryTakeLock = null)
    {
        var used = options ?? new JsonStoreOptions();
        var serializer = used.SerializerOptions ?? JsonSerializerOptions.Default;
        serializer.MakeReadOnly(populateMissingResolver: true);
        return new(Path, (JsonTypeInfo<T>)serializer.GetTypeInfo(typeof(T)), used, time ?? Clock, this, tryTakeLock);
    }

    /// <summary>Writes the file as an editor does, with a modification time that is long past.</summary>
    public void WriteSettled(string text)
    {
        File.WriteAllText(Path, text);
        Settle();
    }

    public void Settle() => File.SetLastWriteTimeUtc(Path, Clock.GetUtcNow().UtcDateTime.AddMinutes(-1));

    /// <summary>Moves the clock so that the next read looks at the file.</summary>
    public void Expire() => Clock.Advance(TimeToLive);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Add($"{level} {id.Id}: {formatter(state, exception)}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
