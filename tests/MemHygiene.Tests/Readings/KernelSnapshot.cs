namespace MemHygiene.Tests.Readings;

/// <summary>Every file that is read, as it is on a healthy machine: a process in a nested group with limits on both levels.</summary>
internal static class KernelSnapshot
{
    private const string Stalls = "some avg10=1.25 avg60=0.50 avg300=0.10 total=123456\nfull avg10=0.75 avg60=0.25 avg300=0.05 total=65432\n";

    public static Dictionary<string, string> Version1()
    {
        var files = Common();
        files["/proc/self/cgroup"] = "9:name=systemd:/x\n4:memory:/pod/app\n0::/\n";
        files["/proc/self/mountinfo"] = "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n35 31 0:32 / /sys/fs/cgroup/memory rw shared:3 - cgroup cgroup rw,memory\n";
        AddGroup1(files, "/sys/fs/cgroup/memory/pod/app", 536870912, 402653184);
        AddGroup1(files, "/sys/fs/cgroup/memory/pod", 1073741824, 536870912);
        AddGroup1(files, "/sys/fs/cgroup/memory", 9223372036854771712, 8589934592);
        return files;
    }

    public static Dictionary<string, string> Version2()
    {
        var files = Common();
        files["/proc/self/cgroup"] = "0::/pod/app\n";
        files["/proc/self/mountinfo"] = "31 23 0:28 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
        AddGroup2(files, "/sys/fs/cgroup/pod/app", "536870912", 402653184);
        AddGroup2(files, "/sys/fs/cgroup/pod", "max", 536870912);
        return files;
    }

    private static Dictionary<string, string> Common() => new()
    {
        ["/proc/meminfo"] = "MemTotal:       16777216 kB\nMemFree:         1048576 kB\nMemAvailable:    4194304 kB\nBuffers:            6904 kB\nSwapTotal:       2097152 kB\nSwapFree:        1048576 kB\n",
        ["/proc/vmstat"] = "nr_free_pages 262144\noom_kill 3\nnuma_hit 12\n",
        ["/proc/pressure/memory"] = Stalls,
        ["/proc/self/status"] = "Name:\tapp\nVmPeak:\t 2048000 kB\nVmRSS:\t  262144 kB\nRssAnon:\t  196608 kB\nRssFile:\t   57344 kB\nRssShmem:\t    8192 kB\nVmSwap:\t    1024 kB\nThreads:\t21\n",
        ["/proc/self/fdinfo/0"] = "pos:\t0\nflags:\t02004000\ninotify wd:1 ino:2\n",
        ["/sys/devices/system/cpu/online"] = "0-3,6\n",
    };

    private static void AddGroup1(Dictionary<string, string> files, string folder, long limit, long used)
    {
        files[folder + "/memory.limit_in_bytes"] = $"{limit}\n";
        files[folder + "/memory.usage_in_bytes"] = $"{used}\n";
        files[folder + "/memory.memsw.limit_in_bytes"] = $"{limit}\n";
        files[folder + "/memory.kmem.usage_in_bytes"] = "1048576\n";
        files[folder + "/memory.failcnt"] = "12\n";
        files[folder + "/memory.use_hierarchy"] = "1\n";
        files[folder + "/memory.oom_control"] = "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n";
        files[folder + "/memory.stat"] = "cache 1\ninactive_file 2\ntotal_shmem 8192\ntotal_swap 4096\ntotal_inactive_file 16777216\ntotal_unevictable 0\n";
    }

    private static void AddGroup2(Dictionary<string, string> files, string folder, string limit, long used)
    {
        files[folder + "/memory.max"] = limit + "\n";
        files[folder + "/memory.high"] = "1000000000\n";
        files[folder + "/memory.current"] = $"{used}\n";
        files[folder + "/memory.swap.current"] = "4096\n";
        files[folder + "/memory.swap.max"] = "104857600\n";
        files[folder + "/memory.events"] = "low 0\nhigh 5\nmax 12\noom 3\noom_kill 2\n";
        files[folder + "/memory.stat"] = "anon 1\nfile 2\nkernel 1048576\nshmem 8192\ninactive_file 16777216\nactive_file 3\n";
        files[folder + "/memory.pressure"] = Stalls;
    }
}
