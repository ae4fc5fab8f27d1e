namespace MemHygiene.Readings;

/// <summary>The memory of the machine. Null means unknown, never zero.</summary>
public sealed record HostMemory
{
    internal const string Path = "/proc/meminfo";

    /// <summary>Bytes of memory that it has.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>Bytes that new work can get without swapping, as the kernel estimates it: free ones and most of the page cache. Elsewhere than on Linux as of the last garbage collection.</summary>
    public long? AvailableBytes { get; init; }

    /// <summary>Bytes that nothing uses, not even as cache. Usually few, and no cause for alarm.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>Bytes of swap space; 0 means that the host is known to have none.</summary>
    public long? SwapTotalBytes { get; init; }

    /// <summary>Bytes of swap space that are free.</summary>
    public long? SwapFreeBytes { get; init; }

    /// <summary>How many processes the kernel has killed since it started because memory ran out, on the whole host: also those that only their own container's limit killed.</summary>
    public long? OomKills { get; init; }

    /// <summary>How long the host's tasks waited for memory. Null where the kernel keeps no such account.</summary>
    public MemoryStalls? Stalls { get; init; }

    /// <summary>Reads it. Takes a fraction of a millisecond, never throws.</summary>
    /// <returns>The figures now. Elsewhere than on Linux: total and available only.</returns>
    public static HostMemory Read() => Read(KernelFiles.System);

    internal static HostMemory Read(KernelFiles files)
    {
        var text = files.ReadAll(Path);
        if (TotalOf(text) is not { } total)
        {
            return OfTheCollector();
        }

        var swap = KernelText.Value(text, "SwapTotal"u8);
        return new()
        {
            TotalBytes = total,
            AvailableBytes = Plausible.AtMost(KernelText.Value(text, "MemAvailable"u8), total),
            FreeBytes = Plausible.AtMost(KernelText.Value(text, "MemFree"u8), total),
            SwapTotalBytes = swap,
            SwapFreeBytes = Plausible.AtMost(KernelText.Value(text, "SwapFree"u8), swap),
            OomKills = KernelText.Value(files.ReadAll("/proc/vmstat"), "oom_kill"u8),
            Stalls = MemoryStalls.Parse(files.ReadAll(MemoryStalls.HostPath)),
        };
    }

    /// <summary>The host's memory in bytes, from the text of <see cref="Path"/>.</summary>
    internal static long? TotalOf(ReadOnlySpan<byte> text) => KernelText.Value(text, "MemTotal"u8) is > 0 and var total ? total : null;

    private static HostMemory OfTheCollector()
    {
        var heap = new GCMemory();
        heap.Refresh();
        return heap.IsLimitDerived
            ? new()
            : new() { TotalBytes = heap.PhysicalBytes, AvailableBytes = heap.LoadBytes <= heap.PhysicalBytes ? heap.PhysicalBytes - heap.LoadBytes : null };
    }
}
