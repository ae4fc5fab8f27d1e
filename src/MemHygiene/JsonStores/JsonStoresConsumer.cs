using MemHygiene.Internal;
using MemHygiene.Pressure;

namespace MemHygiene.JsonStores;

/// <summary>The door of all documents of one type to the memory monitor.</summary>
internal sealed class JsonStoresConsumer<T>(JsonStores<T> stores) : IMemoryConsumer
{
    public string Name { get; } = $"JsonStores<{TypeText.Of(typeof(T))}>";

    public string ReleasedBy =>
        "MaxDocuments and MaxBytes: the longest unread go first; low memory takes what nobody has read for a while. Bytes are estimated from the files' lengths.";

    public TrimCost TrimCost => TrimCost.Refill;

    public MemoryUsage Usage
    {
        get
        {
            var (held, releasable, count) = (0L, 0L, 0);
            foreach (var (store, document) in stores.Cached)
            {
                held += document.EstimatedBytes;
                releasable += store.Unread(MemoryLevel.Critical)?.EstimatedBytes ?? 0;
                count++;
            }

            return new(held, releasable, count);
        }
    }

    public void Trim(MemoryLevel level, CancellationToken cancellationToken) => stores.Release(level);
}
