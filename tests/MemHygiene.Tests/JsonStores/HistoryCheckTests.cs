using MemHygiene.JsonStoreApp.Histories;

namespace MemHygiene.Tests.JsonStores;

public sealed class HistoryCheckTests
{
    private const long MaxAge = 100;

    [Fact]
    public void History_ThatCanBe_HasNoViolation()
    {
        Assert.Null(Find(
            Read(1, 0, 5, found: 0),
            Update(1, 10, 20, wrote: 1),
            Update(2, 15, 40, wrote: 3),
            Update(1, 21, 35, wrote: 2),
            Read(2, 41, 42, found: 3),
            Read(1, 50, 51, found: 2),
            Read(1, 90, 95, found: 3)));
    }

    [Fact]
    public void History_OfNothing_HasNoViolation() => Assert.Null(Find());

    [Fact]
    public void Updates_ThatWroteTheSameNumber_AreFound() =>
        Assert.Contains("each once", Find(Update(1, 0, 10, wrote: 1), Update(2, 5, 15, wrote: 1)), StringComparison.Ordinal);

    [Fact]
    public void Updates_ThatLeftANumberOut_AreFound() =>
        Assert.Contains("each once", Find(Update(1, 0, 10, wrote: 1), Update(2, 5, 15, wrote: 3)), StringComparison.Ordinal);

    [Fact]
    public void Updates_AgainstTheClock_AreFound() =>
        Assert.Contains("lower number", Find(Update(1, 0, 10, wrote: 2), Update(2, 11, 20, wrote: 1)), StringComparison.Ordinal);

    [Fact]
    public void Updates_AgainstTheClockWithOthersBetween_AreFound() => Assert.Contains(
        "lower number",
        Find(Update(1, 0, 10, wrote: 3), Update(2, 0, 100, wrote: 1), Update(3, 50, 60, wrote: 2)),
        StringComparison.Ordinal);

    [Fact]
    public void Updates_AtTheSameTime_MayComeInEitherOrder() =>
        Assert.Null(Find(Update(1, 0, 10, wrote: 2), Update(2, 10, 20, wrote: 1)));

    [Fact]
    public void Read_OfAnUpdateThatHadNotBegun_IsFound() =>
        Assert.Contains("no update had written", Find(Read(1, 0, 5, found: 1), Update(2, 6, 10, wrote: 1)), StringComparison.Ordinal);

    [Fact]
    public void Read_OfANumberThatNobodyWrote_IsFound() =>
        Assert.Contains("no update had written", Find(Update(1, 0, 5, wrote: 1), Read(2, 6, 10, found: 2)), StringComparison.Ordinal);

    [Fact]
    public void Read_OfAnUpdateUnderWay_MaySeeItOrNot() =>
        Assert.Null(Find(Update(1, 0, 50, wrote: 1), Read(2, 10, 11, found: 1), Read(3, 20, 21, found: 0)));

    [Theory]
    [InlineData(110, false)]
    [InlineData(111, true)]
    public void Read_OlderThanTheTimeToLive_IsFound(long start, bool isFound) =>
        Assert.Equal(isFound, Find(Update(1, 0, 10, wrote: 1), Read(2, start, start + 1, found: 0))?.Contains("older", StringComparison.Ordinal) ?? false);

    [Fact]
    public void Read_WithoutItsOwnProcessUpdate_IsFoundAtOnce() =>
        Assert.Contains("own process", Find(Update(1, 0, 10, wrote: 1), Read(1, 11, 12, found: 0)), StringComparison.Ordinal);

    [Fact]
    public void Read_WithoutAnUpdateThatItsProcessHasSeen_IsFoundAtOnce() => Assert.Contains(
        "own process",
        Find(Update(1, 0, 10, wrote: 1), Read(2, 11, 12, found: 1), Read(2, 13, 14, found: 0)),
        StringComparison.Ordinal);

    private static string? Find(params Operation[] operations) => HistoryCheck.FindViolation(operations, MaxAge);

    private static Operation Update(int process, long start, long end, long wrote) => new(process, IsUpdate: true, start, end, wrote);

    private static Operation Read(int process, long start, long end, long found) => new(process, IsUpdate: false, start, end, found);
}
