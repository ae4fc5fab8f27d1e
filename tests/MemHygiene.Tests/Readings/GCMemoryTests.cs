using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class GCMemoryTests
{
    // Read as anything else it would be taken for its default, and the memory be wrong where somebody has set it.
    [Fact]
    public void ThresholdOfTheCollector_IsTheNumberThatLeadsToTheMemory() => Assert.IsType<long>(GC.GetConfigurationVariables()["GCHighMemPercent"]);

    [Fact]
    public void Physical_WithoutALimitOnTheHeap_IsWhatTheCollectorCallsAvailable()
    {
        var memory = new GCMemory();
        memory.Refresh();
        Assert.SkipUnless(memory.LimitBytes is null, "The tests run under a limit on the heap.");

        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

        Assert.InRange(memory.PhysicalBytes!.Value, available - 100, available + 100);
    }

    [Fact]
    public void Committed_BetweenTwoCollections_GrowsWithWhatIsAllocated()
    {
        var memory = new GCMemory();
        memory.Refresh();
        var held = new byte[64 << 20];

        Assert.True(memory.CommittedBytes >= held.Length);
        GC.KeepAlive(held);
    }
}
