namespace MemHygiene.AspNetCore.Recycling;

/// <summary>When a clock on the wall next shows a time.</summary>
internal static class TimeOfDay
{
    /// <summary>The first such moment that is not before <paramref name="from"/>. A time that summer time leaves out counts by the winter's clock, and one that comes twice counts the second time: once a day either way.</summary>
    public static DateTimeOffset Next(DateTimeOffset from, TimeOnly at, DayOfWeek? on, TimeZoneInfo zone)
    {
        // Begun a day earlier: the date there may be another one by the time the offset is known.
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime).AddDays(-1);
        while (true)
        {
            var wall = date.ToDateTime(at);
            var moment = new DateTimeOffset(wall, zone.GetUtcOffset(wall));
            if (moment >= from && (on is null || date.DayOfWeek == on))
            {
                return moment;
            }

            date = date.AddDays(1);
        }
    }
}
