using MemHygiene.Readings;
using MemHygiene.Reports;
using MemHygiene.Testing;

namespace MemHygiene.Tests.Reports;

public sealed class MemorySymptomsTests
{
    private const long Megabyte = 1 << 20;

    private readonly TestClock _clock = new();

    [Fact]
    public void AHealthyProcess_HasNone() =>
        Assert.Empty(Of(Process(), new() { Group = "/", LimitBytes = 512 * Megabyte, OomKills = 0, ThrottleEvents = 0 }, new() { OomKills = 3 }, Trail(40, step => default)));

    [Theory]
    [InlineData(1, "The kernel has killed 1 process of this container for want of memory.")]
    [InlineData(2, "The kernel has killed 2 processes of this container for want of memory.")]
    public void AKillInTheContainer_IsSeen(int kills, string seen)
    {
        var symptom = Single(Of(Process(), new() { Group = "/", LimitBytes = 512 * Megabyte, OomKills = kills }));

        Assert.Equal((MemorySymptomKind.OomKilled, seen), (symptom.Kind, symptom.Seen));
    }

    [Fact]
    public void ThrottlingInTheLastTenMinutes_IsSeen_AndForgottenAfterwards()
    {
        var container = new ContainerMemory { Group = "/" };

        var lately = Of(Process(), container, trail: Trail(30, step => new() { ThrottleEvents = step >= 25 ? 7 : 2 }));
        var longAgo = Of(Process(), container, trail: Trail(60, step => new() { ThrottleEvents = step >= 25 ? 7 : 2 }));

        Assert.Equal("The kernel slowed the container down 5 times in the last ten minutes, because it is above memory.high.", Single(lately).Seen);
        Assert.Empty(longAgo);
    }

    [Fact]
    public void WaitingForMemory_IsSeen()
    {
        var stalls = new MemoryStalls(new StalledTime(0, 0.25, 0, TimeSpan.Zero), null);

        var symptom = Single(Of(Process(), null, new() { Stalls = stalls }));

        Assert.Equal((MemorySymptomKind.Stalled, "Tasks waited for memory for 25 % of the last minute."), (symptom.Kind, symptom.Seen));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(10, false)]
    public void ASwappedProcess_IsSeen(long megabytes, bool isSeen) =>
        Assert.Equal(isSeen ? [MemorySymptomKind.Swapping] : [], Of(Process() with { SwappedBytes = megabytes * Megabyte }).Select(symptom => symptom.Kind));

    [Fact]
    public void ACollectorThatStopsTheProgramTooLong_IsSeen()
    {
        var symptom = Single(Of(Process(), trail: Trail(5, step => new() { Pause = TimeSpan.FromSeconds(6 * step) })));

        Assert.Equal((MemorySymptomKind.GCBound, "The garbage collector stopped the program for 20 % of the last 90 s."), (symptom.Kind, symptom.Seen));
    }

    [Fact]
    public void AHeapOfGaps_IsSeen()
    {
        var heap = new ManagedHeap { SizeBytes = 400 * Megabyte, FragmentedBytes = 200 * Megabyte };

        Assert.Equal("200 MB of the managed heap are gaps, 50 % of it.", Single(Of(Process() with { Managed = heap })).Seen);
    }

    [Fact]
    public void NativeMemoryThatGrows_IsSeen()
    {
        var symptom = Single(Of(Process(), trail: Trail(40, step => new() { NativeBytes = (100 + (10 * step)) * Megabyte })));

        Assert.Equal(MemorySymptomKind.NativeGrowth, symptom.Kind);
        Assert.StartsWith("Memory outside the managed heap has grown by 270 MB in 20 minutes", symptom.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void AStepOfNativeMemory_IsNone() =>
        Assert.Empty(Of(Process(), trail: Trail(40, step => new() { NativeBytes = (step < 30 ? 100 : 900) * Megabyte })));

    [Fact]
    public void WhatFullCollectionsLeave_Growing_IsSeen()
    {
        var symptom = Single(Of(Process(), trail: Trail(40, step => new() { FullCollection = step / 4, LiveBytes = (200 + (50 * (step / 4))) * Megabyte })));

        Assert.Equal(MemorySymptomKind.LeakLikeGrowth, symptom.Kind);
    }

    [Fact]
    public void OneFullCollectionSeenManyTimes_IsNoGrowth() =>
        Assert.Empty(Of(Process(), trail: Trail(40, step => new() { FullCollection = 1, LiveBytes = 900 * Megabyte })));

    private static ProcessMemory Process() => new() { ResidentBytes = 500 * Megabyte, Managed = new() };

    private static MemorySymptom Single(IReadOnlyList<MemorySymptom> symptoms) => Assert.Single(symptoms);

    // The last point is now.
    private IReadOnlyList<MemorySymptom> Of(ProcessMemory process, ContainerMemory? container = null, HostMemory? host = null, IReadOnlyList<TrailPoint>? trail = null) =>
        new MemorySymptoms(_clock).Of(process, container, host, trail?.SkipLast(1).ToList() ?? [], trail?[^1] ?? default);

    private List<TrailPoint> Trail(int count, Func<int, TrailPoint> point) =>
        [.. Enumerable.Range(0, count).Select(step => point(step) with { Timestamp = step * TimeSpan.FromSeconds(30).Ticks })];
}
