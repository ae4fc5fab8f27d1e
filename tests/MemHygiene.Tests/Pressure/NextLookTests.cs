using MemHygiene.Pressure;

namespace MemHygiene.Tests.Pressure;

/// <summary>Looks come as often as the fastest growth that is watched for could have crossed a threshold.</summary>
public sealed class NextLookTests
{
    [Theory]
    [InlineData(100, 1000)]
    [InlineData(500, 1000)]
    [InlineData(600, 500)]
    [InlineData(695, 50)]
    [InlineData(705, 475)]
    [InlineData(999, 50)]
    public void NextLook_AtAUse_ComesSoonerTheCloserTheNextThresholdIs(long used, double milliseconds)
    {
        using var test = new TestMonitor();

        test.Use(used);

        Assert.Equal(milliseconds, test.Monitor.NextLook.TotalMilliseconds, 0.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(130)]
    [InlineData(333)]
    [InlineData(650)]
    [InlineData(699)]
    public void Looks_AtARampOf100MBASecondTowards512MB_FireBefore85Percent(long start)
    {
        using var test = new TestMonitor();
        var used = (double)start;
        test.Use(start);

        while (test.Monitor.Level == MemoryLevel.Good)
        {
            var rest = test.Monitor.NextLook.TotalSeconds;
            used += rest * 100 / 512 * FakeSampler.Limit;
            test.UseAfter(rest, (long)used);
        }

        Assert.True(used < 850, $"The level rose at {used} of {FakeSampler.Limit}.");
    }
}
