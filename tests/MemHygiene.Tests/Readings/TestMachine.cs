namespace MemHygiene.Tests.Readings;

/// <summary>The files of a machine with 16 GB, of which 4 GB are available, and the memory groups that a test adds.</summary>
internal static class TestMachine
{
    public const long Megabyte = 1 << 20;
    public const long HostBytes = 16_384 * Megabyte;
    public const string Mount = "/sys/fs/cgroup";

    public static TestFiles Create() => new()
    {
        ["/proc/meminfo"] = $"MemTotal:       {HostBytes / 1024} kB\nMemFree:         1048576 kB\nMemAvailable:    4194304 kB\nSwapTotal:       2097152 kB\nSwapFree:        1048576 kB",
    };

    /// <summary>A process in a group of version 2.</summary>
    public static TestFiles CreateVersion2(string group = "/", string root = "/")
    {
        var files = Create();
        files["/proc/self/cgroup"] = "0::" + group;
        files["/proc/self/mountinfo"] = $"22 1 0:20 / /proc rw - proc proc rw\n30 22 0:26 {root} {Mount} rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";
        return files;
    }

    /// <summary>A process in a group of version 1, on a system with both versions.</summary>
    public static TestFiles CreateVersion1(string group = "/", string root = "/")
    {
        var files = Create();
        files["/proc/self/cgroup"] = $"5:cpu,cpuacct:/\n4:memory:{group}\n1:name=systemd:/init.scope\n0::/init.scope";
        files["/proc/self/mountinfo"] =
            $"32 31 0:29 / {Mount}/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n35 31 0:32 {root} {Mount}/memory rw,relatime master:3 - cgroup cgroup rw,memory\n36 31 0:33 / {Mount}/unified rw - cgroup2 cgroup2 rw";
        return files;
    }

    public static TestFiles WithGroup2(this TestFiles files, string folder, string max, long current, long inactiveFile = 0, string high = "max")
    {
        files[folder + "/memory.max"] = max;
        files[folder + "/memory.high"] = high;
        files[folder + "/memory.current"] = $"{current}";
        files[folder + "/memory.stat"] = $"anon 1\nfile {inactiveFile}\ninactive_anon 1\ninactive_file {inactiveFile}\nactive_file 0";
        return files;
    }

    public static TestFiles WithGroup1(this TestFiles files, string folder, string limit, long usage, long inactiveFile = 0)
    {
        files[folder + "/memory.limit_in_bytes"] = limit;
        files[folder + "/memory.usage_in_bytes"] = $"{usage}";
        files[folder + "/memory.stat"] = $"inactive_file 7\nhierarchical_memory_limit 9223372036854771712\ntotal_inactive_file {inactiveFile}\ntotal_active_file 0";
        return files;
    }
}
