using MemHygiene.Pressure;

namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>The cleanup's door to the memory monitor: registries that wait for a request go; background work does not, it is promised.</summary>
internal sealed class CleanupConsumer(CleanupPool pool, BackgroundQueue background) : IMemoryConsumer
{
    public string Name => "RequestCleanup";

    public string ReleasedBy => $"Pooled lists are bounded; background work ends by itself, at most {background.Capacity} items at a time.";

    public TrimCost TrimCost => TrimCost.Free;

    // What background items hold is their own affair.
    public MemoryUsage Usage => new(HeldBytes: null, Items: background.Pending);

    public void Trim(MemoryLevel level, CancellationToken cancellationToken) => pool.Clear();
}
