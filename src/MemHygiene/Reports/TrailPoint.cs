using MemHygiene.Readings;

namespace MemHygiene.Reports;

/// <summary>What symptoms are made of, at one moment. Null is unknown.</summary>
/// <param name="Timestamp">When, on the clock's own scale.</param>
/// <param name="NativeBytes">Private memory outside the managed heap.</param>
/// <param name="FullCollection">The number of the last full collection; null before the first.</param>
/// <param name="LiveBytes">Bytes of objects that it left.</param>
/// <param name="Pause">How long collections have stopped the program so far.</param>
/// <param name="ThrottleEvents">How often the container was slowed down so far.</param>
internal readonly record struct TrailPoint(long Timestamp, long? NativeBytes, long? FullCollection, long? LiveBytes, TimeSpan Pause, long? ThrottleEvents)
{
    public static TrailPoint Take(long timestamp, KernelFiles files) => Of(timestamp, ProcessMemory.Read(files), ContainerMemory.Read(files));

    public static TrailPoint Of(long timestamp, ProcessMemory? process, ContainerMemory? container)
    {
        var blocking = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        var background = GC.GetGCMemoryInfo(GCKind.Background);
        var full = blocking.Index > background.Index ? blocking : background;
        return new(
            timestamp,
            process?.NativeBytes,
            full.Index > 0 ? full.Index : null,
            full.Index > 0 ? full.HeapSizeBytes - full.FragmentedBytes : null,
            GC.GetTotalPauseDuration(),
            container?.ThrottleEvents);
    }
}
