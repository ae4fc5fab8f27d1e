namespace MemHygiene.Readings;

/// <summary>What the garbage collector knows, where there are no kernel files: on Windows and macOS. Use is as of the last collection. Thread-safe.</summary>
internal sealed class PortableMemorySampler : IMemorySampler
{
    private readonly Lock _gate = new();
    private readonly GCMemory _heap = new();

    public MemorySample Read()
    {
        lock (_gate)
        {
            _heap.Refresh();
            return Sample(_heap);
        }
    }

    public static MemorySample Sample(GCMemory heap)
    {
        var kind = heap.PhysicalBytes is null ? MemoryLimitKind.Unknown : heap.IsLimitDerived ? MemoryLimitKind.Container : MemoryLimitKind.Host;
        return new(Plausible.AtMost(heap.LoadBytes, heap.PhysicalBytes), heap.PhysicalBytes, kind, heap.CommittedBytes, heap.LimitBytes);
    }
}
