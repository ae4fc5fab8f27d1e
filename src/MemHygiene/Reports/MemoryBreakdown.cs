using MemHygiene.Readings;

namespace MemHygiene.Reports;

/// <summary>All memory under a limit by who has it, together exactly <paramref name="TotalBytes"/>.</summary>
/// <param name="Kind">Whose memory it is: the container's, or the host's where no container has a limit.</param>
/// <param name="TotalBytes">The limit, or all that the host has.</param>
/// <param name="Parts"><c>managed heap</c> and <c>native</c> of this process, <c>others</c> for other processes, the kernel and page cache in use, <c>page cache</c> that can be dropped, and <c>free</c>.</param>
public sealed record MemoryBreakdown(MemoryLimitKind Kind, long TotalBytes, IReadOnlyList<MemoryPart> Parts)
{
    /// <summary>Null if one of the figures is unknown, or they contradict each other, as figures that were not read at one moment may.</summary>
    internal static MemoryBreakdown? Of(ProcessMemory? process, ContainerMemory? container, HostMemory? host) => container switch
    {
        { LimitBytes: { } limit } => Of(MemoryLimitKind.Container, process, limit, container.WorkingSetBytes, limit - container.UsedBytes),
        _ => host is { TotalBytes: { } total } ? Of(MemoryLimitKind.Host, process, total, total - host.AvailableBytes, host.FreeBytes) : null,
    };

    private static MemoryBreakdown? Of(MemoryLimitKind kind, ProcessMemory? process, long total, long? inUse, long? free)
    {
        // On a busy host the kernel may call a little less available than free.
        var cache = Math.Max(0, total - inUse - free ?? 0);
        return process is { PrivateBytes: { } own, NativeBytes: { } native } && free >= 0 && inUse is not null && total - own - cache - free is >= 0 and var others
            ? new(kind, total, [new("managed heap", own - native), new("native", native), new("others", others), new("page cache", cache), new("free", free.Value)])
            : null;
    }
}
