namespace MemHygiene.Readings;

/// <summary>A memory group whose figures are read again and again. One caller at a time.</summary>
internal sealed class ControlGroup(KernelFiles files, ControlGroupVersion version, string folder) : IDisposable
{
    // At this share of the limit the page cache starts to matter for the level.
    private const double NearLimit = 0.6;
    private const int ReadsBetweenStats = 8;

    // Most groups above the own one have no limit, and hardly ever get one.
    private const int ReadsWithoutLimit = 3;

    // Version 1 writes "none" as the largest multiple of the page size; whatever the page size, nothing real is near it.
    private const long NoLimit = 1L << 62;

    private readonly KernelFile _limit = files.Open(folder + "/" + version.Limit);
    private readonly KernelFile? _throttle = version.Throttle is { } name ? files.Open(folder + "/" + name) : null;
    private readonly KernelFile _used = files.Open(folder + "/" + version.Used);
    private readonly KernelFile _stat = files.Open(folder + "/memory.stat");
    private long _inactiveFile;
    private long _usedAtStat;
    private int _readsSinceStat = ReadsBetweenStats;
    private int _readsToPass;

    public string Folder => folder;

    public ControlGroupVersion Version => version;

    /// <summary>The lower of both limits; null if there is none, or none below what the host has. A limit that changes is seen at once, a first one at the fourth reading.</summary>
    public long? ReadLimit(Span<byte> buffer, long? hostBytes)
    {
        if (_readsToPass > 0)
        {
            _readsToPass--;
            return null;
        }

        var limit = Limit(KernelText.Number(buffer[.._limit.Read(buffer)]), hostBytes);
        var throttle = _throttle is null ? null : Limit(KernelText.Number(buffer[.._throttle.Read(buffer)]), hostBytes);
        var lower = limit < throttle ? limit : throttle ?? limit;
        _readsToPass = lower is null ? ReadsWithoutLimit : 0;
        return lower;
    }

    /// <summary>All that is charged to the group, page cache too; null if it cannot be read.</summary>
    public long? ReadUsed(Span<byte> buffer, long? hostBytes) =>
        KernelText.Number(buffer[.._used.Read(buffer)]) is { } used && !(used > hostBytes) ? used : null;

    /// <summary>What remains of <paramref name="used"/> without the page cache that goes first when memory is short.</summary>
    /// <remarks>
    /// memory.stat costs ten times as much as the other files, and on a host with many cores the kernel adds up the counters of them all. Far below the limit, where nothing
    /// depends on it, an older figure does: at most eight readings old, or one hundredth of the limit.
    /// </remarks>
    public long WorkingSet(long used, long limit, Span<byte> buffer)
    {
        if (used >= limit * NearLimit || ++_readsSinceStat > ReadsBetweenStats || Math.Abs(used - _usedAtStat) > limit / 100)
        {
            _inactiveFile = KernelText.Value(buffer[.._stat.Read(buffer)], version.InactiveFile) ?? 0;
            _usedAtStat = used;
            _readsSinceStat = 0;
        }

        // Two files, read one after the other: the cache may have been counted after it grew.
        return Math.Max(0, used - _inactiveFile);
    }

    public void Dispose()
    {
        _limit.Dispose();
        _throttle?.Dispose();
        _used.Dispose();
        _stat.Dispose();
    }

    private static long? Limit(long? bytes, long? hostBytes) => bytes is > 0 and < NoLimit && !(bytes >= hostBytes) ? bytes : null;
}
