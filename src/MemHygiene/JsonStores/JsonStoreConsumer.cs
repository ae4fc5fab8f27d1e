using MemHygiene.Internal;
using MemHygiene.Pressure;

namespace MemHygiene.JsonStores;

/// <summary>The store's door to the memory monitor: a document that nobody has read for a while is let go, and the next read reads the file.</summary>
internal sealed class JsonStoreConsumer<T>(JsonStore<T> store, JsonStoreOptions options) : IMemoryConsumer
{
    private static readonly TimeSpan UnreadAtWarning = TimeSpan.FromSeconds(30);

    public string Name { get; } = $"JsonStore<{TypeText.Of(typeof(T))}>";

    public string ReleasedBy => "Clear(), or low memory when nobody has read it for a while. Bytes are estimated from the file's length.";

    public TrimCost TrimCost => TrimCost.Refill;

    public MemoryUsage Usage => store.Cached is { } document
        ? new(document.EstimatedBytes, IsReleasable(document, MemoryLevel.Critical) ? document.EstimatedBytes : 0, 1)
        : new(0, 0, 0);

    public void Trim(MemoryLevel level, CancellationToken cancellationToken)
    {
        if (store.Cached is { } document && IsReleasable(document, level))
        {
            store.Drop(document);
        }
    }

    // A stale document is all there is until its file can be loaded again. One that is read is looked at anew with every time to live: it is not older than that.
    private bool IsReleasable(DocumentSnapshot<T> document, MemoryLevel level) =>
        !document.IsStale
        && store.Clock.Now - document.CheckedAt
            > store.Clock.Ticks(level == MemoryLevel.Critical ? options.TimeToLive * 2 : UnreadAtWarning + options.TimeToLive);
}
