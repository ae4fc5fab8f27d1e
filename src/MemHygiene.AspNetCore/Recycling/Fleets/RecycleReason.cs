namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>Why a worker is replaced.</summary>
internal enum RecycleReason
{
    /// <summary>It has served as many requests as it may.</summary>
    Requests,

    /// <summary>Its private memory has reached the limit.</summary>
    Memory,

    /// <summary>Its private memory grows so fast that it would reach the limit before a replacement is there.</summary>
    MemoryGrowth,

    /// <summary>What its managed heap holds after a collection has reached the limit.</summary>
    ManagedHeap,

    /// <summary>It has served as long as it may.</summary>
    Age,

    /// <summary>The time of day has come.</summary>
    Schedule,

    /// <summary>Every worker is to be replaced.</summary>
    Restart,

    /// <summary>It was sent a TERM of its own.</summary>
    Signal,
}
