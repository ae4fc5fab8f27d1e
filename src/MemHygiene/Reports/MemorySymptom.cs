namespace MemHygiene.Reports;

/// <summary>A kind of memory trouble.</summary>
public enum MemorySymptomKind
{
    /// <summary>The kernel killed a process for want of memory.</summary>
    OomKilled,

    /// <summary>The kernel slows the container down because it is above <c>memory.high</c>.</summary>
    Throttled,

    /// <summary>Tasks wait for memory: the kernel has to free some before it can give any.</summary>
    Stalled,

    /// <summary>Memory of the process is on disk.</summary>
    Swapping,

    /// <summary>The garbage collector stops the program for much of the time.</summary>
    GCBound,

    /// <summary>Much of the managed heap is gaps.</summary>
    Fragmented,

    /// <summary>Memory outside the managed heap grows steadily.</summary>
    NativeGrowth,

    /// <summary>What full collections leave behind grows steadily: as a leak does, or a cache that still fills.</summary>
    LeakLikeGrowth,
}

/// <summary>Memory trouble that the figures show.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Seen">What was seen, with the figures.</param>
/// <param name="Advice">What to do.</param>
public sealed record MemorySymptom(MemorySymptomKind Kind, string Seen, string Advice);
