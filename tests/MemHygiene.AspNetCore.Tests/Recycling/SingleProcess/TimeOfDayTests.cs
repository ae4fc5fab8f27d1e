using MemHygiene.AspNetCore.Recycling;

namespace MemHygiene.AspNetCore.Tests.Recycling;

public sealed class TimeOfDayTests
{
    private static readonly TimeZoneInfo Zone = CreateZone();

    [Theory]
    [InlineData("2026-01-14T01:59:00Z", "03:00", null, "2026-01-14T02:00:00Z")]
    [InlineData("2026-01-14T02:00:00Z", "03:00", null, "2026-01-14T02:00:00Z")]
    [InlineData("2026-01-14T02:00:01Z", "03:00", null, "2026-01-15T02:00:00Z")]
    [InlineData("2026-01-14T23:30:00Z", "00:15", null, "2026-01-15T23:15:00Z")]
    [InlineData("2026-07-14T00:59:00Z", "03:00", null, "2026-07-14T01:00:00Z")]
    [InlineData("2026-01-14T12:00:00Z", "03:00", DayOfWeek.Sunday, "2026-01-18T02:00:00Z")]
    [InlineData("2026-01-18T02:00:01Z", "03:00", DayOfWeek.Sunday, "2026-01-25T02:00:00Z")]
    public void Next_InAZone_IsWhenItsClockShowsTheTime(string from, string at, DayOfWeek? on, string expected) => Assert.Equal(Moment(expected), Next(from, at, on));

    [Fact]
    public void Next_OfATimeThatSummerTimeLeavesOut_IsTheWintersClock() =>
        Assert.Equal(Moment("2026-03-29T01:30:00Z"), Next("2026-03-29T00:00:00Z", "02:30"));

    [Fact]
    public void Next_OfATimeThatComesTwice_IsOnceADay()
    {
        var first = Next("2026-10-25T00:00:00Z", "02:30");

        Assert.Equal(Moment("2026-10-25T01:30:00Z"), first);
        Assert.Equal(Moment("2026-10-26T01:30:00Z"), TimeOfDay.Next(first.AddSeconds(1), new TimeOnly(2, 30), null, Zone));
    }

    private static DateTimeOffset Next(string from, string at, DayOfWeek? on = null) => TimeOfDay.Next(Moment(from), TimeOnly.Parse(at), on, Zone);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text);

    // Central Europe's, made here: not every machine has the table of zones.
    private static TimeZoneInfo CreateZone()
    {
        var spring = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var autumn = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        var summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), spring, autumn);
        return TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test", "test summer", [summer]);
    }
}
