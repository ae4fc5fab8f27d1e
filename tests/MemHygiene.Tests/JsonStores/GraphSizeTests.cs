using MemHygiene.JsonStores;

namespace MemHygiene.Tests.JsonStores;

public sealed class GraphSizeTests
{
    private readonly GraphSize _size = new();

    [Fact]
    public void Estimate_OfTheFirstDocument_IsWhatReadingItAllocated() => Assert.Equal(5_000, _size.Estimate(length: 1_000, allocated: 5_000));

    [Fact]
    public void Estimate_AfterReadingsOfDifferentCost_GoesByTheCheapest()
    {
        _size.Estimate(length: 1_000, allocated: 50_000);
        _size.Estimate(length: 1_000, allocated: 3_000);

        Assert.Equal(6_000, _size.Estimate(length: 2_000, allocated: 20_000));
    }

    [Fact]
    public void Estimate_OfAnEmptyFile_IsNothing() => Assert.Equal(0, _size.Estimate(length: 0, allocated: 100));
}
