using MemHygiene.AspNetCore.Recycling;

namespace MemHygiene.AspNetCore.Tests.Recycling;

public sealed class RecycleTimeTests
{
    // The last Sundays of March and October change the clocks.
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("03:30", "03:30")]
    [InlineData("7:05", "07:05")]
    [InlineData("sunday 04:00:30", "Sunday 04:00:30")]
    public void TryParse_OfATime_ReadsIt(string text, string expected)
    {
        Assert.True(RecycleTime.TryParse(text, out var time));
        Assert.Equal(expected, time.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("25:00")]
    [InlineData("3")]
    [InlineData("Funday 03:00")]
    [InlineData("1 03:00")]
    [InlineData("Sunday 03:00 UTC")]
    public void TryParse_OfAnythingElse_IsFalse(string? text) => Assert.False(RecycleTime.TryParse(text, out _));

    [Theory]
    [InlineData("03:30", "2026-06-10T00:00:00Z", "2026-06-10T01:30:00Z")]
    [InlineData("03:30", "2026-06-10T01:30:00Z", "2026-06-11T01:30:00Z")]
    [InlineData("Sunday 04:00", "2026-06-10T00:00:00Z", "2026-06-14T02:00:00Z")]
    [InlineData("02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("03:30", "2026-10-24T12:00:00Z", "2026-10-25T02:30:00Z")]
    public void Next_InAZoneWithSummerTime_IsTheNextSuchMoment(string text, string after, string expected)
    {
        Assert.True(RecycleTime.TryParse(text, out var time));

        Assert.Equal(DateTimeOffset.Parse(expected), time.Next(DateTimeOffset.Parse(after), Berlin));
    }
}
