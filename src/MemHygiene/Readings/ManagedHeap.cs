namespace MemHygiene.Readings;

/// <summary>The managed heap, as the last garbage collection left it. Null means unknown, never zero: most figures are, until the first collection.</summary>
public sealed record ManagedHeap
{
    private static readonly string[] Names = ["gen0", "gen1", "gen2", "LOH", "POH"];

    /// <summary>Bytes that the collector has committed, objects and room for more.</summary>
    public long? CommittedBytes { get; init; }

    /// <summary>Bytes that it may commit before it throws <see cref="OutOfMemoryException"/>. Null without a limit.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Bytes of objects and of the gaps between them, now.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>Bytes of objects and gaps after the last collection.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Bytes of gaps between objects after the last collection.</summary>
    public long? FragmentedBytes { get; init; }

    /// <summary>Generations 0 to 2, the large object heap and the pinned object heap, after the last collection. Empty before the first.</summary>
    public IReadOnlyList<HeapGeneration> Generations { get; init; } = [];

    /// <summary>Objects that the last collection was not allowed to move.</summary>
    public long? PinnedObjects { get; init; }

    /// <summary>Objects that were waiting for their finalizer after the last collection.</summary>
    public long? FinalizationPending { get; init; }

    internal static ManagedHeap Read()
    {
        var memory = new GCMemory();
        memory.Refresh();
        var now = new ManagedHeap { CommittedBytes = memory.CommittedBytes, LimitBytes = memory.LimitBytes, AllocatedBytes = GC.GetTotalMemory(forceFullCollection: false) };
        var last = GC.GetGCMemoryInfo(GCKind.Any);
        return last.Index == 0 ? now : now with
        {
            SizeBytes = last.HeapSizeBytes,
            FragmentedBytes = last.FragmentedBytes,
            Generations = [.. last.GenerationInfo.ToArray().Zip(Names, static (generation, name) => new HeapGeneration(name, generation.SizeAfterBytes, generation.FragmentationAfterBytes))],
            PinnedObjects = last.PinnedObjectsCount,
            FinalizationPending = last.FinalizationPendingCount,
        };
    }
}

/// <summary>One generation of the managed heap after the last collection.</summary>
/// <param name="Name"><c>gen0</c>, <c>gen1</c>, <c>gen2</c>, <c>LOH</c> for large objects, <c>POH</c> for pinned ones.</param>
/// <param name="SizeBytes">Bytes of objects and gaps.</param>
/// <param name="FragmentedBytes">Bytes of gaps.</param>
public sealed record HeapGeneration(string Name, long SizeBytes, long FragmentedBytes);
