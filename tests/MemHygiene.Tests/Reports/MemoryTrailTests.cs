using MemHygiene.Readings;
using MemHygiene.Reports;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.Tests.Reports;

public sealed class MemoryTrailTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Points_AreOfTheLastHalfHour()
    {
        using var trail = new MemoryTrail(timestamp => new() { Timestamp = timestamp }, _clock, NullLogger<MemoryTrail>.Instance);
        await trail.StartAsync(TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromMinutes(50));

        Assert.Equal(61, trail.Points.Count);
        Assert.Equal(TimeSpan.FromMinutes(30), _clock.GetElapsedTime(trail.Points[0].Timestamp, trail.Points[^1].Timestamp));
    }

    [Fact]
    public async Task ALookThatThrows_IsLeftOut()
    {
        var looks = 0;
        using var trail = new MemoryTrail(_ => looks++ == 0 ? throw new IOException() : default, _clock, NullLogger<MemoryTrail>.Instance);
        await trail.StartAsync(TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((2, 1), (looks, trail.Points.Count));
    }

    [Fact]
    public async Task Stop_EndsTheTimer()
    {
        var trail = new MemoryTrail(_ => default, _clock, NullLogger<MemoryTrail>.Instance);
        await trail.StartAsync(TestContext.Current.CancellationToken);

        await trail.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public void APoint_HasWhatTheLastFullCollectionLeft()
    {
        Fill();

        var point = TrailPoint.Take(0, KernelFiles.System);

        Assert.InRange(point.LiveBytes!.Value, 1, long.MaxValue);
        Assert.InRange(point.FullCollection!.Value, 1, long.MaxValue);

        static void Fill() => GC.Collect(2, GCCollectionMode.Forced, blocking: true);
    }
}
