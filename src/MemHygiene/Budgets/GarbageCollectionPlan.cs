using static MemHygiene.Budgets.ByteText;

namespace MemHygiene.Budgets;

/// <summary>The garbage collector's settings for each worker.</summary>
/// <remarks>The thresholds are rules of thumb of this library, not measured ones: they name the memory of one worker from which on a setting's cost is small beside it.</remarks>
public sealed record GarbageCollectionPlan
{
    private const long ServerBytesPerCore = 1024 * Megabyte;
    private const long ConserveBytes = 512 * Megabyte;
    private const int Conserve = 5;

    private GarbageCollectionPlan()
    {
    }

    /// <summary>Server or workstation collection: <c>DOTNET_gcServer</c>.</summary>
    public required Planned<bool> Server { get; init; }

    /// <summary>Whether full collections run beside the program: <c>DOTNET_gcConcurrent</c>.</summary>
    public required Planned<bool> Concurrent { get; init; }

    /// <summary>How hard the collector works against fragmentation, 0 to 9: <c>DOTNET_GCConserveMemory</c>.</summary>
    public required Planned<int> ConserveMemory { get; init; }

    /// <summary>What the managed heap may take at most, in bytes: <c>DOTNET_GCHeapHardLimit</c>. Null where the plan does not fit.</summary>
    public required Planned<long?> HeapHardLimitBytes { get; init; }

    internal static GarbageCollectionPlan Create(int cores, int workers, long workerBytes, bool fits)
    {
        var each = Of(workerBytes);
        return new GarbageCollectionPlan
        {
            Server = (cores, workers) switch
            {
                (1, _) => new(false, "one core: workstation collection, one heap"),
                (_, > 1) => new(false, $"{workers} workers share {cores} cores: workstation collection, one heap each"),
                _ when workerBytes / cores >= ServerBytesPerCore => new(true, $"{each} for {cores} cores, at least {Of(ServerBytesPerCore)} each: server collection, a heap per core"),
                _ => new(false, $"{each} for {cores} cores, less than {Of(ServerBytesPerCore)} each: workstation collection, one heap"),
            },
            Concurrent = new(true, "full collections run beside the requests: without that, no less memory was measured"),
            ConserveMemory = workerBytes < ConserveBytes
                ? new(Conserve, $"{each} a worker, less than {Of(ConserveBytes)}: compact when half of a generation is gaps")
                : new(0, $"{each} a worker: the collector's own rules"),
            HeapHardLimitBytes = fits
                ? new(workerBytes / Megabyte * Megabyte, "all that the plan gives a worker: beyond it this worker throws OutOfMemoryException, before the kernel kills the container")
                : new(null, "none: the plan does not fit"),
        };
    }
}
