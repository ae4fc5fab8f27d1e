using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

/// <summary>A real process in real control groups.</summary>
public sealed class RealGroupTests
{
    private const long Megabyte = TestMachine.Megabyte;

    [Fact]
    public async Task ProcessInAGroup_SeesItsLimit_AndTheHeapLimitThatFollowsFromIt()
    {
        using var group = RealGroup.Create();
        group.Limit = 512 * Megabyte;
        using var process = SamplerProcess.StartIn(group.Folder);

        var seen = await process.ReadAsync();

        Assert.Equal((MemoryLimitKind.Container, 512 * Megabyte), (seen.Sample.LimitKind, seen.Sample.LimitBytes));
        Assert.Equal(384 * Megabyte, seen.Sample.ManagedLimitBytes);
        Assert.Equal((512 * Megabyte, group.Folder, 384 * Megabyte), (seen.Limits.ContainerBytes, seen.Limits.ContainerGroup, seen.Limits.GCHeapBytes));
        Assert.Equal((MemoryLimitKind.GCHeap, 384 * Megabyte), (seen.Limits.EffectiveKind, seen.Limits.EffectiveBytes));
        Assert.Equal((group.Folder, 512 * Megabyte), (seen.Container!.Group, seen.Container.LimitBytes));
        Assert.InRange(seen.Container.WorkingSetBytes!.Value, Megabyte, 512 * Megabyte);
    }

    [Fact]
    public async Task ProcessInAGroup_WithoutKernelFiles_SeesTheSameLimitThroughTheCollector()
    {
        using var group = RealGroup.Create();
        group.Limit = 512 * Megabyte;
        using var process = SamplerProcess.StartIn(group.Folder);

        var seen = (await process.ReadAsync()).Portable;

        Assert.Equal(MemoryLimitKind.Container, seen.LimitKind);
        Assert.InRange(seen.LimitBytes!.Value, (512 * Megabyte) - 100, (512 * Megabyte) + 100);
        Assert.Equal(384 * Megabyte, seen.ManagedLimitBytes);
    }

    [Fact]
    public async Task NativeMemory_ThatIsTaken_IsSeenInTheUse()
    {
        using var group = RealGroup.Create();
        group.Limit = 512 * Megabyte;
        using var process = SamplerProcess.StartIn(group.Folder);
        var before = await process.ReadAsync();

        var after = await process.HoldAsync(200 * Megabyte);

        Assert.InRange(after.Sample.UsedBytes!.Value - before.Sample.UsedBytes!.Value, 190 * Megabyte, 220 * Megabyte);
    }

    [Fact]
    public async Task NestedGroups_TheAncestorThatIsCloserToItsLimitCounts()
    {
        using var outer = RealGroup.Create();
        using var inner = outer.CreateBelow("inner");
        outer.Limit = 300 * Megabyte;
        inner.Limit = 600 * Megabyte;
        using var process = SamplerProcess.StartIn(inner.Folder);

        var seen = await process.ReadAsync();

        Assert.Equal((MemoryLimitKind.Container, 300 * Megabyte), (seen.Sample.LimitKind, seen.Sample.LimitBytes));
        Assert.Equal((300 * Megabyte, outer.Folder), (seen.Limits.ContainerBytes, seen.Limits.ContainerGroup));
    }

    [Fact]
    public async Task LimitThatIsChangedInPlace_IsSeenByTheNextRead()
    {
        using var group = RealGroup.Create();
        group.Limit = 512 * Megabyte;
        using var process = SamplerProcess.StartIn(group.Folder);
        var before = await process.ReadAsync();

        group.Limit = 256 * Megabyte;
        var after = await process.ReadAsync();

        Assert.Equal((512 * Megabyte, 256 * Megabyte), (before.Sample.LimitBytes, after.Sample.LimitBytes));
        Assert.Equal(256 * Megabyte, after.Limits.ContainerBytes);
    }
}
