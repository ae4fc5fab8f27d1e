using MemHygiene.Models;

namespace MemHygiene.Tests.Models;

public sealed class LeaseSlotsTests
{
    private readonly LeaseSlots _slots = new();

    [Fact]
    public void GiveBack_CalledTwice_OnlyTheFirstOneCounts()
    {
        var slot = _slots.Take(out var turn);

        Assert.True(_slots.GiveBack(slot, turn));
        Assert.False(_slots.GiveBack(slot, turn));
        Assert.True(_slots.IsEmpty);
    }

    [Fact]
    public void GiveBack_OfAnOldTurn_LeavesTheNextHolderAlone()
    {
        var slot = _slots.Take(processor: 0, out var turn);
        _slots.GiveBack(slot, turn);
        Assert.Equal(slot, _slots.Take(processor: 0, out var next));

        Assert.False(_slots.GiveBack(slot, turn));

        Assert.True(_slots.Holds(slot, next));
        Assert.False(_slots.Holds(slot, turn));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1021)]
    public void Take_MoreThanAStripeHolds_StillCountsEachOfThemOnce(int processor)
    {
        var taken = TakeMany(processor, LeaseSlots.SlotsPerStripe + 10);

        Assert.Equal(taken.Count, taken.Distinct().Count());
        Assert.All(taken, lease => Assert.True(_slots.Holds(lease.Slot, lease.Turn)));
        Assert.All(taken, lease => Assert.True(_slots.GiveBack(lease.Slot, lease.Turn)));
        Assert.All(taken, lease => Assert.False(_slots.GiveBack(lease.Slot, lease.Turn)));
        Assert.True(_slots.IsEmpty);
    }

    [Fact]
    public void IsEmpty_WhileAnOverflowedLeaseIsLeft_IsFalse()
    {
        var taken = TakeMany(processor: 0, LeaseSlots.SlotsPerStripe + 1);
        taken[..^1].ForEach(lease => _slots.GiveBack(lease.Slot, lease.Turn));

        Assert.False(_slots.IsEmpty);
        _slots.GiveBack(taken[^1].Slot, taken[^1].Turn);
        Assert.True(_slots.IsEmpty);
    }

    [Fact]
    public void Take_OnTwoCores_NeverSharesACacheLine()
    {
        if (Environment.ProcessorCount < 2)
        {
            return;
        }

        var first = _slots.Take(processor: 0, out _);
        var second = _slots.Take(processor: 1, out _);

        Assert.True(Math.Abs(first - second) * sizeof(long) >= 128);
    }

    private List<(int Slot, long Turn)> TakeMany(int processor, int count) =>
        Enumerable.Range(0, count).Select(_ => (_slots.Take(processor, out var turn), turn)).ToList();
}
