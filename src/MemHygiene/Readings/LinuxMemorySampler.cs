namespace MemHygiene.Readings;

/// <summary>Reads the control group that is closest to its limit, or the host where no group has one. Thread-safe.</summary>
internal sealed class LinuxMemorySampler(KernelFiles files) : IMemorySampler
{
    // Which groups the process is in hardly ever changes, and asking costs as much as all the rest.
    private const int ReadsBetweenSearches = 16;

    private readonly Lock _gate = new();
    private readonly GCMemory _heap = new();
    private readonly KernelFile _meminfo = files.Open("/proc/meminfo");
    private readonly KernelFile _ownGroup = files.Open(ControlGroups.OwnGroupPath);

    // The longest, memory.stat, has two kilobytes.
    private readonly byte[] _buffer = new byte[8 << 10];
    private byte[] _ownGroupSeen = [];
    private List<ControlGroup> _groups = [];
    private long? _hostBytes;
    private int _reads;

    public MemorySample Read()
    {
        lock (_gate)
        {
            if (_reads++ % ReadsBetweenSearches == 0)
            {
                FindGroups();
            }

            _heap.Refresh();
            return ReadGroups() ?? ReadHost() ?? PortableMemorySampler.Sample(_heap);
        }
    }

    private void FindGroups()
    {
        _hostBytes = KernelText.Value(Content(_meminfo), "MemTotal"u8);
        var ownGroup = Content(_ownGroup);
        if (ownGroup.SequenceEqual(_ownGroupSeen))
        {
            return;
        }

        _ownGroupSeen = ownGroup.ToArray();
        _groups.ForEach(static group => group.Dispose());
        _groups = ControlGroups.Find(files, _ownGroupSeen);
    }

    private MemorySample? ReadGroups()
    {
        MemorySample? tightest = null;
        foreach (var group in _groups)
        {
            if (group.ReadLimit(_buffer, _hostBytes) is not { } limit)
            {
                continue;
            }

            var share = tightest is { UsedBytes: { } most, LimitBytes: { } of } ? (double)most / of : -1;
            if (group.ReadUsed(_buffer, _hostBytes) is not { } used)
            {
                tightest ??= Sample(null, limit, MemoryLimitKind.Container);
            }
            else if ((double)used / limit > share && group.WorkingSet(used, limit, _buffer) is var workingSet && (double)workingSet / limit > share)
            {
                tightest = Sample(workingSet, limit, MemoryLimitKind.Container);
            }
        }

        return tightest;
    }

    private MemorySample? ReadHost()
    {
        var text = Content(_meminfo);
        var available = KernelText.Value(text, "MemAvailable"u8);
        return KernelText.Value(text, "MemTotal"u8) is > 0 and var total
            ? Sample(available <= total ? total - available : null, total, MemoryLimitKind.Host)
            : null;
    }

    private MemorySample Sample(long? used, long limit, MemoryLimitKind kind) => new(used, limit, kind, _heap.CommittedBytes, _heap.LimitBytes);

    private ReadOnlySpan<byte> Content(KernelFile file) => _buffer.AsSpan(0, file.Read(_buffer));
}
