namespace MemHygiene.Readings;

/// <summary>What the garbage collector says of memory. Allocates only when a collection ran since the last look, or one runs in the background. One caller at a time.</summary>
internal sealed class GCMemory
{
    private static readonly long HighLoadPercent = ReadHighLoadPercent();

    private long _seen = -1;
    private long _committed;

    /// <summary>The memory that the collector plans with: the machine's, or that of the container or job whose limit it found when it started.</summary>
    public long? PhysicalBytes { get; private set; }

    /// <summary>How much of it was in use when the last collection ran; null before the first.</summary>
    public long? LoadBytes { get; private set; }

    /// <summary>What the collector may commit before it throws; null without a limit of its own.</summary>
    public long? LimitBytes { get; private set; }

    /// <summary>Whether the collector took its limit, three quarters, from a container or job.</summary>
    public bool IsLimitDerived => LimitBytes is { } limit && PhysicalBytes is { } physical && Math.Abs(limit - (physical * 0.75)) < physical / 100.0;

    /// <summary>What it has committed.</summary>
    public long CommittedBytes => Math.Max(_committed, GC.GetTotalMemory(forceFullCollection: false));

    public void Refresh()
    {
        // The figures change at the end of a collection, and cost 288 bytes. One that runs in the background is counted when it begins and has its index here when it is done.
        if (GC.CollectionCount(0) == _seen)
        {
            return;
        }

        var info = GC.GetGCMemoryInfo(GCKind.Any);
        _seen = info.Index;
        _committed = info.TotalCommittedBytes;
        PhysicalBytes = info.HighMemoryLoadThresholdBytes > 0 ? (long)(info.HighMemoryLoadThresholdBytes * (100.0 / HighLoadPercent)) : null;
        LoadBytes = info.MemoryLoadBytes > 0 ? info.MemoryLoadBytes : null;
        LimitBytes = LimitOf(info.TotalAvailableMemoryBytes);
    }

    // There is a limit if less is available than there is. The setting alone will not do: GC.RefreshMemoryLimit leaves it at 0 (seen in .NET 10.0.12).
    private long? LimitOf(long available) => available > 0 && PhysicalBytes is { } physical && available < physical * 0.99 ? available : null;

    // The threshold is this share of the memory; it is the only figure that leads back to it where there is a limit on the heap.
    private static long ReadHighLoadPercent() =>
        GC.GetConfigurationVariables().TryGetValue("GCHighMemPercent", out var value) && value is long and > 0 and <= 100 and var percent ? percent : 90;
}
