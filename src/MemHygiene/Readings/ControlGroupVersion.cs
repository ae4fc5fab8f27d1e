namespace MemHygiene.Readings;

/// <summary>How one version of the kernel's control groups names what is read of a memory group.</summary>
/// <param name="Limit">Above this the kernel reclaims, and then kills.</param>
/// <param name="Throttle">Above this it reclaims and slows down; null where there is no such thing.</param>
/// <param name="Used">All that is charged to the group, page cache too.</param>
/// <param name="InactiveFile">The key, in <c>memory.stat</c>, of the page cache that goes first when memory is short.</param>
internal sealed record ControlGroupVersion(string Limit, string? Throttle, string Used, byte[] InactiveFile)
{
    public static readonly ControlGroupVersion One = new("memory.limit_in_bytes", null, "memory.usage_in_bytes", "total_inactive_file"u8.ToArray());

    public static readonly ControlGroupVersion Two = new("memory.max", "memory.high", "memory.current", "inactive_file"u8.ToArray());
}
