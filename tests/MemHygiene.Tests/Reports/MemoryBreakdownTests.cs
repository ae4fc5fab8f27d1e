using MemHygiene.Readings;
using MemHygiene.Reports;

namespace MemHygiene.Tests.Reports;

public sealed class MemoryBreakdownTests
{
    private static readonly ProcessMemory Process = new() { ResidentBytes = 250, PrivateBytes = 200, Managed = new() { CommittedBytes = 120 } };

    [Fact]
    public void InAContainer_ThePartsAddUpToItsLimit()
    {
        var breakdown = MemoryBreakdown.Of(Process, new() { Group = "/", LimitBytes = 1000, UsedBytes = 700, WorkingSetBytes = 400, InactiveFileBytes = 300 }, null);

        Assert.Equal((MemoryLimitKind.Container, 1000), (breakdown!.Kind, breakdown.TotalBytes));
        Assert.Equal(["managed heap 120", "native 80", "others 200", "page cache 300", "free 300"], breakdown.Parts.Select(part => $"{part.Name} {part.Bytes}"));
    }

    [Fact]
    public void OnAHost_ThePartsAddUpToItsMemory()
    {
        var breakdown = MemoryBreakdown.Of(Process, new() { Group = "/" }, new() { TotalBytes = 1000, AvailableBytes = 600, FreeBytes = 500 });

        Assert.Equal(MemoryLimitKind.Host, breakdown!.Kind);
        Assert.Equal(["managed heap 120", "native 80", "others 200", "page cache 100", "free 500"], breakdown.Parts.Select(part => $"{part.Name} {part.Bytes}"));
    }

    [Fact]
    public void OfFiguresThatContradictEachOther_OrAreUnknown_ThereIsNone()
    {
        Assert.Null(MemoryBreakdown.Of(Process, new() { Group = "/", LimitBytes = 1000, UsedBytes = 900, WorkingSetBytes = 50 }, null));
        Assert.Null(MemoryBreakdown.Of(Process, new() { Group = "/", LimitBytes = 1000 }, null));
        Assert.Null(MemoryBreakdown.Of(new() { Managed = new() }, null, new() { TotalBytes = 1000, AvailableBytes = 600, FreeBytes = 500 }));
        Assert.Null(MemoryBreakdown.Of(Process, null, new()));
    }

    [Fact]
    public void OfThisMachine_ThePartsAddUp()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The parts are read from /proc.");

        var breakdown = MemoryBreakdown.Of(ProcessMemory.Read(), ContainerMemory.Read(), HostMemory.Read());

        Assert.Equal(breakdown!.TotalBytes, breakdown.Parts.Sum(part => part.Bytes));
    }
}
