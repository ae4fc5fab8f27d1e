using MemHygiene.Pressure;
using Microsoft.Extensions.Caching.Memory;

namespace MemHygiene.Caching;

/// <summary>The application's own memory cache, made to shrink with the others. Entries that the application marked never to be removed stay.</summary>
internal sealed class MemoryCacheConsumer(IMemoryCache cache) : IMemoryConsumer
{
    private const double ShareAtWarning = 0.25;
    private const double ShareAtCritical = 0.5;

    public string Name => "IMemoryCache";

    public string ReleasedBy => "Entries go when they expire; low memory removes a part, those of low priority and long unused first.";

    public TrimCost TrimCost => TrimCost.Refill;

    // The cache knows sizes only in the unit that its entries were given, if they were.
    public MemoryUsage Usage => new(HeldBytes: null, Items: (cache as MemoryCache)?.Count);

    public void Trim(MemoryLevel level, CancellationToken cancellationToken) =>
        (cache as MemoryCache)?.Compact(level == MemoryLevel.Critical ? ShareAtCritical : ShareAtWarning);
}
