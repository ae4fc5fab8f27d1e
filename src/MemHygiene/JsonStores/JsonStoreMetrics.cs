using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MemHygiene.JsonStores;

/// <summary>What the stores count, by document type.</summary>
internal sealed class JsonStoreMetrics(Type document)
{
    public const string FileReadsName = "memhygiene.json_store.reads";
    public const string StaleReadsName = "memhygiene.json_store.stale_reads";
    public const string SavesName = "memhygiene.json_store.saves";
    public const string DocumentTag = "memhygiene.json_store.document";

    private static readonly Meter Meter = new("MemHygiene");
    private static readonly Counter<long> FileReads =
        Meter.CreateCounter<long>(FileReadsName, "{read}", "Times a file's content was read from disk.");

    private static readonly Counter<long> StaleReads =
        Meter.CreateCounter<long>(StaleReadsName, "{read}", "Reads that got the last good document because the file could not be loaded.");

    private static readonly Counter<long> Saves = Meter.CreateCounter<long>(SavesName, "{save}", "Documents that were saved.");

    private readonly TagList _tags = [new(DocumentTag, document.Name)];
    private long _fileReads;

    /// <summary>This store's own count of file reads.</summary>
    public long FileReadCount => Interlocked.Read(ref _fileReads);

    public void FileRead()
    {
        Interlocked.Increment(ref _fileReads);
        FileReads.Add(1, _tags);
    }

    public void StaleRead() => StaleReads.Add(1, _tags);

    public void Saved() => Saves.Add(1, _tags);
}
