using MemHygiene.Internal;
using MemHygiene.Pressure;

namespace MemHygiene.Models;

/// <summary>The cache's door to the memory monitor: at the last level a model that nobody has used for a while is unloaded, and the next lease loads it again.</summary>
internal sealed class ModelCacheConsumer<TModel>(ModelCache<TModel> cache, ModelCacheOptions options, TimeProvider time) : IMemoryConsumer
    where TModel : class
{
    private long _lastUses = -1;
    private long _lastUsed;

    public string Name { get; } = $"ModelCache<{TypeText.Of(typeof(TModel))}>";

    public string ReleasedBy => options.UnloadUnderPressureAfter == Timeout.InfiniteTimeSpan
        ? "Unload() releases it."
        : $"Unload(), or critical memory when nobody has leased it for {options.UnloadUnderPressureAfter}.";

    public TrimCost TrimCost => TrimCost.Reload;

    public MemoryUsage Usage
    {
        get
        {
            // Asked every few seconds: that is how the use of a cache is seen whose leases keep no time.
            var isLoaded = cache.TryCountUses(out var uses);
            Note(isLoaded ? uses : -1);
            long? held = isLoaded ? options.ModelBytes : 0;
            return new MemoryUsage(held, !isLoaded || IsUnused ? held : 0, isLoaded ? 1 : 0);
        }
    }

    private bool IsUnused => options.UnloadUnderPressureAfter != Timeout.InfiniteTimeSpan
        && time.GetElapsedTime(_lastUsed) >= options.UnloadUnderPressureAfter;

    public void Trim(MemoryLevel level, CancellationToken cancellationToken)
    {
        if (level == MemoryLevel.Critical && cache.TryCountUses(out var uses))
        {
            Note(uses);
            if (IsUnused)
            {
                cache.Unload();
            }
        }
    }

    private void Note(long uses)
    {
        if (uses != _lastUses)
        {
            _lastUses = uses;
            _lastUsed = time.GetTimestamp();
        }
    }
}
