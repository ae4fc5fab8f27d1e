namespace MemHygiene.Readings;

/// <summary>The memory of the container or service: of the control group that limits the process. Null means unknown, never zero.</summary>
public sealed record ContainerMemory
{
    /// <summary>The group's folder, such as <c>/sys/fs/cgroup</c>: of the group that is closest to its limit; the process' own if none has one.</summary>
    public required string Group { get; init; }

    /// <summary>The group's limit in bytes, the lower of <c>memory.max</c> and <c>memory.high</c>. Null without one.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Bytes charged to the group, all of its page cache included.</summary>
    public long? UsedBytes { get; init; }

    /// <summary><see cref="UsedBytes"/> without <see cref="InactiveFileBytes"/>: what counts for the limit.</summary>
    public long? WorkingSetBytes { get; init; }

    /// <summary>Bytes of page cache that the kernel drops first when memory is short.</summary>
    public long? InactiveFileBytes { get; init; }

    /// <summary>Bytes that the kernel itself uses for the group: stacks, page tables, sockets' buffers.</summary>
    public long? KernelBytes { get; init; }

    /// <summary>Bytes of shared memory and of files on <c>tmpfs</c>. Part of the page cache, but with nowhere to be dropped to.</summary>
    public long? SharedMemoryBytes { get; init; }

    /// <summary>Bytes of the group that are swapped out.</summary>
    public long? SwapUsedBytes { get; init; }

    /// <summary>The most that may be swapped out. Null without a limit.</summary>
    public long? SwapLimitBytes { get; init; }

    /// <summary>How many of the group's processes the kernel has killed because memory ran out.</summary>
    public long? OomKills { get; init; }

    /// <summary>How often the group was slowed down for being above <c>memory.high</c>. Null in version 1 of control groups.</summary>
    public long? ThrottleEvents { get; init; }

    /// <summary>How often the group ran into its limit, and memory had to be reclaimed from it first.</summary>
    public long? LimitEvents { get; init; }

    /// <summary>How long the group's tasks waited for memory; the whole host's, where the kernel keeps that account only.</summary>
    public MemoryStalls? Stalls { get; init; }

    /// <summary>Reads it. Takes a fraction of a millisecond, never throws.</summary>
    /// <returns>The figures now; null where there is no control group, also on Windows and macOS.</returns>
    public static ContainerMemory? Read() => Read(KernelFiles.System);

    internal static ContainerMemory? Read(KernelFiles files)
    {
        var meminfo = files.ReadAll(HostMemory.Path);
        var host = HostMemory.TotalOf(meminfo);
        var swap = KernelText.Value(meminfo, "SwapTotal"u8);
        var groups = ControlGroups.Find(files);
        try
        {
            return Tightest(groups, host) is { } group ? Read(files, group, host, swap) : null;
        }
        finally
        {
            groups.ForEach(static group => group.Dispose());
        }
    }

    private static ControlGroup? Tightest(List<ControlGroup> groups, long? hostBytes)
    {
        var buffer = new byte[8 << 10];
        var tightest = groups.FirstOrDefault();
        var most = -1.0;
        foreach (var group in groups)
        {
            if (group.ReadLimit(buffer, hostBytes) is { } limit)
            {
                var share = group.ReadUsed(buffer, hostBytes) is { } used ? (double)group.WorkingSet(used, limit, buffer) / limit : -0.5;
                (tightest, most) = share > most ? (group, share) : (tightest, most);
            }
        }

        return tightest;
    }

    private static ContainerMemory Read(KernelFiles files, ControlGroup group, long? hostBytes, long? hostSwapBytes)
    {
        Span<byte> buffer = stackalloc byte[64];
        var used = group.ReadUsed(buffer, hostBytes);
        var stat = files.ReadAll(group.Folder + "/memory.stat");
        var inactive = Plausible.AtMost(KernelText.Value(stat, group.Version.InactiveFile), hostBytes);
        var common = new ContainerMemory
        {
            Group = group.Folder,
            LimitBytes = group.ReadLimit(buffer, hostBytes),
            UsedBytes = used,
            WorkingSetBytes = used - inactive < 0 ? 0 : used - inactive,
            InactiveFileBytes = inactive,
            Stalls = MemoryStalls.Parse(files.ReadAll(group.Folder + "/memory.pressure")) ?? MemoryStalls.Parse(files.ReadAll(MemoryStalls.HostPath)),
        };
        return group.Version == ControlGroupVersion.Two
            ? common.WithVersion2(files, stat, hostBytes, hostSwapBytes)
            : common.WithVersion1(files, stat, hostBytes, hostSwapBytes);
    }

    private ContainerMemory WithVersion2(KernelFiles files, ReadOnlySpan<byte> stat, long? hostBytes, long? hostSwapBytes)
    {
        var events = files.ReadAll(Group + "/memory.events");
        return this with
        {
            KernelBytes = Plausible.AtMost(KernelText.Value(stat, "kernel"u8), hostBytes),
            SharedMemoryBytes = Plausible.AtMost(KernelText.Value(stat, "shmem"u8), hostBytes),
            SwapUsedBytes = Plausible.AtMost(Number(files, "memory.swap.current"), hostSwapBytes),
            SwapLimitBytes = Plausible.AtMost(Number(files, "memory.swap.max"), hostSwapBytes),
            OomKills = KernelText.Value(events, "oom_kill"u8),
            ThrottleEvents = KernelText.Value(events, "high"u8),
            LimitEvents = KernelText.Value(events, "max"u8),
        };
    }

    private ContainerMemory WithVersion1(KernelFiles files, ReadOnlySpan<byte> stat, long? hostBytes, long? hostSwapBytes)
    {
        // Version 1 limits memory and swap together.
        var both = Number(files, "memory.memsw.limit_in_bytes") - Number(files, "memory.limit_in_bytes");
        return this with
        {
            KernelBytes = Plausible.AtMost(Number(files, "memory.kmem.usage_in_bytes"), hostBytes),
            SharedMemoryBytes = Plausible.AtMost(KernelText.Value(stat, "total_shmem"u8), hostBytes),
            SwapUsedBytes = Plausible.AtMost(KernelText.Value(stat, "total_swap"u8), hostSwapBytes),
            SwapLimitBytes = LimitBytes is null || both < 0 ? null : Plausible.AtMost(both, hostSwapBytes),
            OomKills = KernelText.Value(files.ReadAll(Group + "/memory.oom_control"), "oom_kill"u8),
            LimitEvents = Number(files, "memory.failcnt"),
        };
    }

    private long? Number(KernelFiles files, string name) => KernelText.Number(files.ReadAll(Group + "/" + name));
}
