using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class LinuxMemorySamplerTests
{
    private const string Mount = TestMachine.Mount;
    private const long Megabyte = TestMachine.Megabyte;

    [Fact]
    public void Container_UseIsWithoutTheCacheThatGoesFirst()
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, $"{512 * Megabyte}", 400 * Megabyte, inactiveFile: 100 * Megabyte);

        AssertSample(new LinuxMemorySampler(files).Read(), 300 * Megabyte, 512 * Megabyte, MemoryLimitKind.Container);
    }

    [Fact]
    public void Version1_UseIsThatOfTheGroupAndAllBelowIt()
    {
        var files = TestMachine.CreateVersion1("/docker/1", "/docker/1").WithGroup1(Mount + "/memory", $"{512 * Megabyte}", 400 * Megabyte, inactiveFile: 100 * Megabyte);

        AssertSample(new LinuxMemorySampler(files).Read(), 300 * Megabyte, 512 * Megabyte, MemoryLimitKind.Container);
    }

    [Fact]
    public void CacheThatIsCountedAfterItGrew_DoesNotMakeTheUseNegative()
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, $"{512 * Megabyte}", 90 * Megabyte, inactiveFile: 100 * Megabyte);

        AssertSample(new LinuxMemorySampler(files).Read(), 0, 512 * Megabyte, MemoryLimitKind.Container);
    }

    [Fact]
    public void NestedGroups_TheOneWithTheLargestShareInUseCounts()
    {
        var files = TestMachine.CreateVersion2("/pod/app").WithGroup2(Mount + "/pod/app", $"{100 * Megabyte}", 50 * Megabyte).WithGroup2(Mount + "/pod", $"{1000 * Megabyte}", 900 * Megabyte);

        AssertSample(new LinuxMemorySampler(files).Read(), 900 * Megabyte, 1000 * Megabyte, MemoryLimitKind.Container);
    }

    [Fact]
    public void NestedGroups_ShareIsComparedWithoutCache()
    {
        var files = TestMachine.CreateVersion2("/pod/app")
            .WithGroup2(Mount + "/pod/app", $"{100 * Megabyte}", 80 * Megabyte)
            .WithGroup2(Mount + "/pod", $"{1000 * Megabyte}", 900 * Megabyte, inactiveFile: 800 * Megabyte);

        AssertSample(new LinuxMemorySampler(files).Read(), 80 * Megabyte, 100 * Megabyte, MemoryLimitKind.Container);
    }

    [Theory]
    [InlineData("max", "209715200")]
    [InlineData("419430400", "209715200")]
    [InlineData("209715200", "419430400")]
    [InlineData("209715200", "max")]
    public void TheLowerOfLimitAndThrottle_IsTheLimit(string max, string high)
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, max, 100 * Megabyte, high: high);

        AssertSample(new LinuxMemorySampler(files).Read(), 100 * Megabyte, 200 * Megabyte, MemoryLimitKind.Container);
    }

    [Theory]
    [InlineData("9223372036854771712")]
    [InlineData("9223372036854710272")]
    [InlineData("17179869184")] // What the host has.
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("nonsense")]
    public void LimitThatIsNone_GivesTheHost(string limit)
    {
        var files = TestMachine.CreateVersion1().WithGroup1(Mount + "/memory", limit, 100 * Megabyte);

        AssertSample(new LinuxMemorySampler(files).Read(), TestMachine.HostBytes - (4096 * Megabyte), TestMachine.HostBytes, MemoryLimitKind.Host);
    }

    [Fact]
    public void NothingReadable_GivesWhatTheCollectorKnows()
    {
        var sample = new LinuxMemorySampler(new TestFiles()).Read();

        Assert.Equal(new PortableMemorySampler().Read().LimitBytes, sample.LimitBytes);
        Assert.True(sample.ManagedBytes > 0);
    }

    [Fact]
    public void LimitThatIsChangedInPlace_IsSeenByTheNextRead()
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, $"{512 * Megabyte}", 100 * Megabyte);
        var sampler = new LinuxMemorySampler(files);
        sampler.Read();

        files[Mount + "/memory.max"] = $"{256 * Megabyte}";

        AssertSample(sampler.Read(), 100 * Megabyte, 256 * Megabyte, MemoryLimitKind.Container);
    }

    [Fact]
    public void LimitWhereThereWasNone_IsSeenWithinFourReads()
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, "max", 100 * Megabyte);
        var sampler = new LinuxMemorySampler(files);
        sampler.Read();

        files[Mount + "/memory.max"] = $"{256 * Megabyte}";
        var later = Enumerable.Range(0, 4).Select(_ => sampler.Read()).ToList()[^1];

        AssertSample(later, 100 * Megabyte, 256 * Megabyte, MemoryLimitKind.Container);
    }

    [Fact]
    public void MoveIntoAnotherGroup_IsSeenWithinSixteenReads()
    {
        var files = TestMachine.CreateVersion2("/a").WithGroup2(Mount + "/a", "max", 1).WithGroup2(Mount + "/b", $"{512 * Megabyte}", 100 * Megabyte);
        var sampler = new LinuxMemorySampler(files);
        Assert.Equal(MemoryLimitKind.Host, sampler.Read().LimitKind);

        files["/proc/self/cgroup"] = "0::/b";
        var later = Enumerable.Range(0, 16).Select(_ => sampler.Read()).ToList()[^1];

        AssertSample(later, 100 * Megabyte, 512 * Megabyte, MemoryLimitKind.Container);
    }

    [Fact]
    public void LimitWithoutAUseThatCanBeRead_IsALimitWithUnknownUse()
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, $"{512 * Megabyte}", 100 * Megabyte);
        files.Remove(Mount + "/memory.current");

        AssertSample(new LinuxMemorySampler(files).Read(), null, 512 * Megabyte, MemoryLimitKind.Container);
    }

    [Theory]
    [InlineData(100, 3)] // Far from the limit: at the first read, then every ninth.
    [InlineData(400, 20)]
    public void CacheIsCounted_EachTimeNearTheLimitOnly(int usedMegabytes, int expected)
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, $"{512 * Megabyte}", usedMegabytes * Megabyte);
        var sampler = new LinuxMemorySampler(files);

        for (var read = 0; read < 20; read++)
        {
            sampler.Read();
        }

        Assert.Equal(expected, files.Reads[Mount + "/memory.stat"]);
    }

    [Fact]
    public void CacheIsCountedAgain_WhenTheUseMovesByAHundredthOfTheLimit()
    {
        var files = TestMachine.CreateVersion2().WithGroup2(Mount, $"{500 * Megabyte}", 100 * Megabyte);
        var sampler = new LinuxMemorySampler(files);
        sampler.Read();

        files.WithGroup2(Mount, $"{500 * Megabyte}", 106 * Megabyte, inactiveFile: 6 * Megabyte);

        AssertSample(sampler.Read(), 100 * Megabyte, 500 * Megabyte, MemoryLimitKind.Container);
    }

    [Fact]
    public void Read_OfThisMachine_AllocatesNothing()
    {
        var sampler = MemorySamplers.Create();
        sampler.Read();

        var collections = GC.CollectionCount(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var read = 0; read < 100; read++)
        {
            sampler.Read();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated == 0 || GC.CollectionCount(0) != collections, $"{allocated} bytes");
    }

    private static void AssertSample(MemorySample sample, long? used, long? limit, MemoryLimitKind kind) =>
        Assert.Equal((used, limit, kind), (sample.UsedBytes, sample.LimitBytes, sample.LimitKind));
}
