using MemHygiene.Internal;
using MemHygiene.Pressure;

namespace MemHygiene.JsonStores;

/// <summary>The store's door to the memory monitor: a document that nobody has read for a while is let go, and the next read reads the file.</summary>
internal sealed class JsonStoreConsumer<T>(JsonStore<T> store) : IMemoryConsumer
{
    public string Name { get; } = $"JsonStore<{TypeText.Of(typeof(T))}>";

    public string ReleasedBy => "Clear(), or low memory when nobody has read it for a while. Bytes are estimated from the file's length.";

    public TrimCost TrimCost => TrimCost.Refill;

    public MemoryUsage Usage => store.Cached is { } document
        ? new(document.EstimatedBytes, store.Unread(MemoryLevel.Critical)?.EstimatedBytes ?? 0, 1)
        : new(0, 0, 0);

    public void Trim(MemoryLevel level, CancellationToken cancellationToken)
    {
        if (store.Unread(level) is { } document)
        {
            store.Drop(document);
        }
    }
}
