namespace MemHygiene.Readings;

/// <summary>What the level is made of, read many times a minute. Null means unknown, never zero.</summary>
/// <param name="UsedBytes">Bytes in use under <paramref name="LimitBytes"/>, without the page cache that the kernel can drop: of the control group that is closest to its limit, or of the host.</param>
/// <param name="LimitBytes">That group's limit, or the host's memory.</param>
/// <param name="LimitKind">Whose limit it is: <see cref="MemoryLimitKind.Container"/>, <see cref="MemoryLimitKind.Host"/> or <see cref="MemoryLimitKind.Unknown"/>.</param>
/// <param name="ManagedBytes">What the garbage collector has committed.</param>
/// <param name="ManagedLimitBytes">What the garbage collector may commit before it throws <see cref="OutOfMemoryException"/>.</param>
internal readonly record struct MemorySample(long? UsedBytes, long? LimitBytes, MemoryLimitKind LimitKind, long? ManagedBytes, long? ManagedLimitBytes)
{
    /// <summary>The larger of both shares in use, 0 to 1; null if neither is known.</summary>
    public double? UsedShare => Max(Share(UsedBytes, LimitBytes), Share(ManagedBytes, ManagedLimitBytes));

    private static double? Share(long? used, long? limit) => used is { } bytes && limit is > 0 and var of ? Math.Clamp((double)bytes / of, 0, 1) : null;

    private static double? Max(double? one, double? other) => one is { } a && other is { } b ? Math.Max(a, b) : one ?? other;
}
