using MemHygiene.Readings;

namespace MemHygiene.Pressure;

/// <summary>One look at the memory. Null means unknown, never zero.</summary>
public readonly record struct MemoryReading
{
    /// <summary>When it was taken.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The level that follows from it, and from the looks before it.</summary>
    public MemoryLevel Level { get; init; }

    /// <summary>Bytes in use under <see cref="LimitBytes"/>, without the page cache that the kernel can drop: of the container, or of the host where nothing limits the process.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>The limit of the container, the tightest of its own and its ancestors'; the host's memory where there is none.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Whose limit that is.</summary>
    public MemoryLimitKind LimitKind { get; init; }

    /// <summary>Bytes that the garbage collector has committed.</summary>
    public long? ManagedBytes { get; init; }

    /// <summary>Bytes that the garbage collector may commit before it throws <see cref="OutOfMemoryException"/>.</summary>
    public long? ManagedLimitBytes { get; init; }

    /// <summary>The share in use, 0 to 1: the larger of <see cref="UsedBytes"/> to <see cref="LimitBytes"/> and <see cref="ManagedBytes"/> to <see cref="ManagedLimitBytes"/>.</summary>
    public double? UsedShare { get; init; }

    /// <summary>The share that is still free, 0 to 1.</summary>
    public double? FreeShare => 1 - UsedShare;

    /// <summary>How fast the use grows, in shares of the limit per second, over the last minute; negative when it shrinks. Null until ten seconds are known.</summary>
    public double? GrowthPerSecond { get; init; }

    /// <summary>When the limit is reached if it goes on like this. Null when it does not grow, or would take longer than a day.</summary>
    public TimeSpan? TimeToLimit { get; init; }
}
