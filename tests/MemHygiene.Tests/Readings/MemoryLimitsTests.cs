using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class MemoryLimitsTests
{
    private const string Mount = TestMachine.Mount;
    private const long Megabyte = TestMachine.Megabyte;

    [Fact]
    public void Container_IsTheLowestLimitOfAllGroups_AndItsFolder()
    {
        var files = TestMachine.CreateVersion2("/pod/app").WithGroup2(Mount + "/pod/app", $"{512 * Megabyte}", 500 * Megabyte).WithGroup2(Mount + "/pod", $"{256 * Megabyte}", 1);

        var limits = MemoryLimits.Read(files);

        Assert.Equal((256 * Megabyte, Mount + "/pod"), (limits.ContainerBytes, limits.ContainerGroup));
        Assert.Equal((256 * Megabyte, MemoryLimitKind.Container), (limits.EffectiveBytes, limits.EffectiveKind));
    }

    [Fact]
    public void WithoutAContainer_TheHostLimits()
    {
        var limits = MemoryLimits.Read(TestMachine.CreateVersion2("/app").WithGroup2(Mount + "/app", "max", 1));

        Assert.Equal((null, null, TestMachine.HostBytes), (limits.ContainerBytes, limits.ContainerGroup, limits.HostBytes));
    }

    [Theory]
    [InlineData(null, null, null, null, MemoryLimitKind.Unknown)]
    [InlineData(null, null, 100L, 100L, MemoryLimitKind.Host)]
    [InlineData(50L, null, 100L, 50L, MemoryLimitKind.Container)]
    [InlineData(50L, 40L, 100L, 40L, MemoryLimitKind.GCHeap)]
    [InlineData(50L, 60L, 100L, 50L, MemoryLimitKind.Container)]
    [InlineData(null, 60L, 100L, 60L, MemoryLimitKind.GCHeap)]
    [InlineData(50L, null, null, 50L, MemoryLimitKind.Container)]
    public void Effective_IsTheLowestOfThose(long? container, long? heap, long? host, long? expected, MemoryLimitKind kind)
    {
        var limits = new MemoryLimits { ContainerBytes = container, GCHeapBytes = heap, HostBytes = host };

        Assert.Equal((expected, kind), (limits.EffectiveBytes, limits.EffectiveKind));
    }

    [Theory]
    [InlineData("0-1\n", 2)]
    [InlineData("0\n", 1)]
    [InlineData("0-3,8-11,16\n", 9)]
    [InlineData("0-3", null)]
    [InlineData("3-0\n", null)]
    [InlineData("0-\n", null)]
    [InlineData("0-999999999\n", null)]
    [InlineData("\n", null)]
    [InlineData("", null)]
    public void CoresOfTheHost_AreCountedOrUnknown(string text, int? expected)
    {
        var files = TestMachine.Create();
        files.Set("/sys/devices/system/cpu/online", () => System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, MemoryLimits.Read(files).HostCores);
    }

    [Fact]
    public void Current_OfThisMachine_KnowsItsMemoryAndCores()
    {
        var limits = MemoryLimits.Current();

        Assert.True(limits.EffectiveBytes > Megabyte);
        Assert.NotEqual(MemoryLimitKind.Unknown, limits.EffectiveKind);
        Assert.Equal(Environment.ProcessorCount, limits.Cores);
    }

    [Fact]
    public void ToString_IsOneReadableLine()
    {
        var limits = new MemoryLimits { ContainerBytes = 512 * Megabyte, ContainerGroup = Mount, GCHeapBytes = 384 * Megabyte, HostBytes = 25_276_510_208, Cores = 2, HostCores = 8 };

        Assert.Equal("container 512 MB (/sys/fs/cgroup), managed heap 384 MB, host 23.5 GB, 2 of 8 cores", limits.ToString());
        Assert.Equal("host unknown, 1 cores", new MemoryLimits { Cores = 1 }.ToString());
    }
}
