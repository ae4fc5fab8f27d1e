using System.Diagnostics;

namespace MemHygiene.Readings;

/// <summary>Where the memory of this process is. Null means unknown, never zero.</summary>
public sealed record ProcessMemory
{
    /// <summary>Bytes of the process that are in memory.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>Those that only killing it frees: heaps, stacks, shared memory. Linux only.</summary>
    public long? PrivateBytes { get; init; }

    /// <summary>Those that are parts of files: programs, libraries, mapped models. The kernel can drop them and read them again. Linux only.</summary>
    public long? MappedFileBytes { get; init; }

    /// <summary>Bytes that are swapped out. Linux only.</summary>
    public long? SwappedBytes { get; init; }

    /// <summary>Threads, the runtime's own too. Their stacks are part of <see cref="NativeBytes"/>.</summary>
    public int? Threads { get; init; }

    /// <summary>The managed heap.</summary>
    public required ManagedHeap Managed { get; init; }

    /// <summary>
    /// <see cref="PrivateBytes"/> without what the collector has committed: native libraries, stacks, compiled code. A lower bound, because committed memory that was never written is not resident;
    /// 0 when the collector has committed more than is resident.
    /// </summary>
    public long? NativeBytes => PrivateBytes - ManagedResidentBytes;

    /// <summary>What is open. Linux only.</summary>
    public OpenFiles? OpenFiles { get; init; }

    /// <summary>The resident bytes by part, together exactly <see cref="ResidentBytes"/>. Empty if those are unknown.</summary>
    public IReadOnlyList<MemoryPart> Parts
    {
        get
        {
            List<MemoryPart> parts = [];
            AddKnown(parts, "managed heap", ManagedResidentBytes);
            AddKnown(parts, "native", NativeBytes);
            AddKnown(parts, "mapped files", MappedFileBytes);
            var rest = ResidentBytes - parts.Sum(static part => part.Bytes);
            AddKnown(parts, "unexplained", rest == 0 ? null : rest);
            return ResidentBytes is null ? [] : parts;
        }
    }

    // As much of what is committed as can be resident.
    private long? ManagedResidentBytes => (PrivateBytes ?? ResidentBytes - (MappedFileBytes ?? 0)) is { } most && Managed.CommittedBytes is { } committed ? Math.Min(committed, most) : null;

    /// <summary>Reads it. Takes milliseconds, more with many open files: for a report, not for a loop. Never throws.</summary>
    /// <returns>The figures now. Elsewhere than on Linux: resident bytes, threads and the managed heap.</returns>
    public static ProcessMemory Read() => OperatingSystem.IsLinux() ? Read(KernelFiles.System) : ReadPortable();

    internal static ProcessMemory Read(KernelFiles files)
    {
        var meminfo = files.ReadAll(HostMemory.Path);
        var status = files.ReadAll("/proc/self/status");
        var resident = Plausible.AtMost(KernelText.Value(status, "VmRSS"u8), HostMemory.TotalOf(meminfo));
        var mapped = Plausible.AtMost(KernelText.Value(status, "RssFile"u8), resident);
        return new()
        {
            ResidentBytes = resident,
            PrivateBytes = Plausible.AtMost(Sum(KernelText.Value(status, "RssAnon"u8), KernelText.Value(status, "RssShmem"u8)), resident - (mapped ?? 0)),
            MappedFileBytes = mapped,
            SwappedBytes = Plausible.AtMost(KernelText.Value(status, "VmSwap"u8), KernelText.Value(meminfo, "SwapTotal"u8)),
            Threads = KernelText.Value(status, "Threads"u8) is > 0 and <= int.MaxValue and var threads ? (int)threads : null,
            Managed = ManagedHeap.Read(),
            OpenFiles = OpenFiles.Read(files),
        };
    }

    private static ProcessMemory ReadPortable()
    {
        using var process = Process.GetCurrentProcess();
        return new() { ResidentBytes = Known(() => process.WorkingSet64), Threads = (int?)Known(() => process.Threads.Count), Managed = ManagedHeap.Read() };
    }

    private static long? Known(Func<long> read)
    {
        try
        {
            return read() is > 0 and var value ? value : null;
        }
        catch (Exception failure) when (failure is SystemException)
        {
            return null;
        }
    }

    private static long? Sum(long? one, long? other) => one <= long.MaxValue - other ? one + other : null;

    private static void AddKnown(List<MemoryPart> parts, string name, long? bytes)
    {
        if (bytes is { } known)
        {
            parts.Add(new(name, known));
        }
    }
}

/// <summary>A part of the resident memory.</summary>
/// <param name="Name"><c>managed heap</c>, <c>native</c>, <c>mapped files</c>, or <c>unexplained</c> for what is none of them.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record MemoryPart(string Name, long Bytes);
