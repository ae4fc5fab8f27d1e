using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class ContainerMemoryTests
{
    private const string Mount = TestMachine.Mount;
    private const long Megabyte = TestMachine.Megabyte;

    [Fact]
    public void Version2_IsReadWhole()
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, $"{512 * Megabyte}", 400 * Megabyte);
        files[Mount + "/memory.stat"] = "anon 1\nkernel 3000\nshmem 4000\ninactive_file 1048576";
        files[Mount + "/memory.swap.current"] = "5000";
        files[Mount + "/memory.swap.max"] = "6000";
        files[Mount + "/memory.events"] = "low 0\nhigh 7\nmax 8\noom 9\noom_kill 10\noom_group_kill 0";

        var container = ContainerMemory.Read(files)!;

        Assert.Equal((Mount, 512 * Megabyte, 400 * Megabyte), (container.Group, container.LimitBytes, container.UsedBytes));
        Assert.Equal((399 * Megabyte, Megabyte), (container.WorkingSetBytes, container.InactiveFileBytes));
        Assert.Equal((3000, 4000, 5000, 6000), (container.KernelBytes, container.SharedMemoryBytes, container.SwapUsedBytes, container.SwapLimitBytes));
        Assert.Equal((7, 8, 10), (container.ThrottleEvents, container.LimitEvents, container.OomKills));
    }

    [Fact]
    public void Version1_IsReadWhole()
    {
        const string group = Mount + "/memory";
        var files = TestMachine.CreateVersion1("/docker/1", "/docker/1").WithGroup1(group, $"{512 * Megabyte}", 400 * Megabyte);
        files[group + "/memory.stat"] = "shmem 1\nswap 1\ntotal_shmem 4000\ntotal_swap 5000\ntotal_inactive_file 1048576";
        files[group + "/memory.memsw.limit_in_bytes"] = $"{600 * Megabyte}";
        files[group + "/memory.kmem.usage_in_bytes"] = "3000";
        files[group + "/memory.failcnt"] = "8";
        files[group + "/memory.oom_control"] = "oom_kill_disable 0\nunder_oom 0\noom_kill 10";

        var container = ContainerMemory.Read(files)!;

        Assert.Equal((399 * Megabyte, Megabyte), (container.WorkingSetBytes, container.InactiveFileBytes));
        Assert.Equal((3000, 4000, 5000, 88 * Megabyte), (container.KernelBytes, container.SharedMemoryBytes, container.SwapUsedBytes, container.SwapLimitBytes));
        Assert.Equal((null, 8, 10), (container.ThrottleEvents, container.LimitEvents, container.OomKills));
    }

    [Fact]
    public void NestedGroups_TheTightestIsTold()
    {
        var files = TestMachine.CreateVersion2("/pod/app").WithGroup2(Mount + "/pod/app", $"{512 * Megabyte}", Megabyte).WithGroup2(Mount + "/pod", $"{256 * Megabyte}", 200 * Megabyte);

        Assert.Equal(Mount + "/pod", ContainerMemory.Read(files)!.Group);
    }

    [Fact]
    public void GroupsWithoutALimit_TheOwnOneIsTold()
    {
        var files = TestMachine.CreateVersion2("/a/b").WithGroup2(Mount + "/a/b", "max", 1).WithGroup2(Mount + "/a", "max", 2);

        var container = ContainerMemory.Read(files)!;

        Assert.Equal((Mount + "/a/b", null, 1), (container.Group, container.LimitBytes, container.UsedBytes));
    }

    [Fact]
    public void NoGroup_IsNull() => Assert.Null(ContainerMemory.Read(TestMachine.Create()));

    [Fact]
    public void Stalls_AreThoseOfTheGroup_OrElseOfTheHost()
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, "max", 1);
        files["/proc/pressure/memory"] = "some avg10=1.50 avg60=2.00 avg300=100.00 total=7\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1";

        var ofTheHost = ContainerMemory.Read(files)!.Stalls;
        files[Mount + "/memory.pressure"] = "some avg10=50.00 avg60=0.00 avg300=0.00 total=9";
        var ofTheGroup = ContainerMemory.Read(files)!.Stalls;

        Assert.Equal(new StalledTime(0.015, 0.02, 1, TimeSpan.FromMicroseconds(7)), ofTheHost!.Some);
        Assert.Equal(new StalledTime(0, 0, 0, TimeSpan.FromMicroseconds(1)), ofTheHost.Full);
        Assert.Equal((0.5, null), (ofTheGroup!.Some!.LastTenSeconds, ofTheGroup.Full));
    }

    [Theory]
    [InlineData("some avg10=nan avg60=0.00 avg300=0.00 total=0")]
    [InlineData("some avg10=-1.00 avg60=0.00 avg300=0.00 total=0")]
    [InlineData("some avg10=100.01 avg60=0.00 avg300=0.00 total=0")]
    [InlineData("some avg10=1.00 avg60=0.00 avg300=0.00 total=9223372036854775807")]
    [InlineData("some avg10=1.00 avg60=0.00 total=0")]
    [InlineData("some")]
    public void Stalls_ThatCannotBe_AreUnknown(string text)
    {
        var files = TestMachine.Create();
        files["/proc/pressure/memory"] = text;

        Assert.Null(HostMemory.Read(files).Stalls);
    }
}
