using System.Globalization;
using MemHygiene.Internal;

namespace MemHygiene.Readings;

/// <summary>What limits the memory and the processors of this process. Null means unknown or none, never zero.</summary>
public sealed record MemoryLimits
{
    /// <summary>Bytes that the container or service may use: the lowest limit of the process' own control group and its ancestors; on Windows that of the job. Null without one.</summary>
    public long? ContainerBytes { get; init; }

    /// <summary>The folder of the control group with that limit, such as <c>/sys/fs/cgroup</c>. Null where there are no control groups.</summary>
    public string? ContainerGroup { get; init; }

    /// <summary>Bytes that the garbage collector may commit before it throws <see cref="OutOfMemoryException"/>: set (<c>GCHeapHardLimit</c>), or three quarters of the container's limit, which is its default. Null without a limit.</summary>
    public long? GCHeapBytes { get; init; }

    /// <summary>Bytes of memory that the host has.</summary>
    public long? HostBytes { get; init; }

    /// <summary>The lowest of the three.</summary>
    public long? EffectiveBytes => Lowest.Bytes;

    /// <summary>Which one it is.</summary>
    public MemoryLimitKind EffectiveKind => Lowest.Kind;

    /// <summary>Processors that the runtime uses: <see cref="Environment.ProcessorCount"/>, which respects the container's limit and the process' affinity.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>Processors that the host has. Null where the kernel does not tell.</summary>
    public int? HostCores { get; init; }

    private (long? Bytes, MemoryLimitKind Kind) Lowest
    {
        get
        {
            (long? Bytes, MemoryLimitKind Kind) lowest = (HostBytes, HostBytes is null ? MemoryLimitKind.Unknown : MemoryLimitKind.Host);
            lowest = lowest.Bytes <= ContainerBytes || ContainerBytes is null ? lowest : (ContainerBytes, MemoryLimitKind.Container);
            return lowest.Bytes <= GCHeapBytes || GCHeapBytes is null ? lowest : (GCHeapBytes, MemoryLimitKind.GCHeap);
        }
    }

    /// <summary>Reads them. Takes a fraction of a millisecond, never throws.</summary>
    /// <returns>The limits now. Those of control groups change in place; that of the heap changes with <see cref="GC.RefreshMemoryLimit"/>.</returns>
    public static MemoryLimits Current() => Read(KernelFiles.System);

    /// <summary>One line to read.</summary>
    /// <returns>Such as <c>container 512 MB (/sys/fs/cgroup), managed heap 384 MB, host 23.5 GB, 2 of 8 cores</c>.</returns>
    public override string ToString() => string.Join(", ", Parts());

    internal static MemoryLimits Read(KernelFiles files)
    {
        var heap = new GCMemory();
        heap.Refresh();
        var host = HostMemory.TotalOf(files.ReadAll(HostMemory.Path));
        var (container, group) = LowestGroup(files, host);
        return new()
        {
            ContainerBytes = container ?? (host is null && heap.IsLimitDerived ? heap.PhysicalBytes : null),
            ContainerGroup = group,
            GCHeapBytes = Plausible.AtMost(heap.LimitBytes, host),
            HostBytes = host ?? (heap.IsLimitDerived ? null : heap.PhysicalBytes),
            HostCores = KernelText.CountOfList(files.ReadAll("/sys/devices/system/cpu/online")),
        };
    }

    private static (long? Bytes, string? Group) LowestGroup(KernelFiles files, long? hostBytes)
    {
        Span<byte> buffer = stackalloc byte[64];
        (long? Bytes, string? Group) lowest = default;
        foreach (var group in ControlGroups.Find(files))
        {
            using (group)
            {
                if (group.ReadLimit(buffer, hostBytes) is { } limit && !(limit >= lowest.Bytes))
                {
                    lowest = (limit, group.Folder);
                }
            }
        }

        return lowest;
    }

    private IEnumerable<string> Parts()
    {
        if (ContainerBytes is { } container)
        {
            yield return ContainerGroup is null ? $"container {ByteText.Of(container)}" : $"container {ByteText.Of(container)} ({ContainerGroup})";
        }

        if (GCHeapBytes is { } heap)
        {
            yield return $"managed heap {ByteText.Of(heap)}";
        }

        yield return HostBytes is { } host ? $"host {ByteText.Of(host)}" : "host unknown";

        yield return HostCores is { } all
            ? string.Create(CultureInfo.InvariantCulture, $"{Cores} of {all} cores")
            : string.Create(CultureInfo.InvariantCulture, $"{Cores} cores");
    }
}
