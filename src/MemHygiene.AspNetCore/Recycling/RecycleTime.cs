using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>A time of day, or of one day of the week, in the machine's time zone.</summary>
/// <param name="Time">The time of day.</param>
/// <param name="Day">The day of the week; null is every day.</param>
public readonly record struct RecycleTime(TimeOnly Time, DayOfWeek? Day = null)
{
    /// <summary>Reads <c>03:30</c> or <c>Sunday 03:30</c>.</summary>
    /// <param name="text">The text; the names of days are the English ones, in any case.</param>
    /// <param name="time">What it says.</param>
    /// <returns>False if it says neither.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RecycleTime time)
    {
        time = default;
        var parts = text?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (parts.Length is not (1 or 2) || !TimeOnly.TryParseExact(parts[^1], ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return false;
        }

        if (parts.Length == 1)
        {
            time = new RecycleTime(clock);
            return true;
        }

        if (char.IsAsciiLetter(parts[0][0]) && Enum.TryParse<DayOfWeek>(parts[0], ignoreCase: true, out var day))
        {
            time = new RecycleTime(clock, day);
            return true;
        }

        return false;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    /// <returns>Such as <c>Sunday 03:30</c>.</returns>
    public override string ToString() => (Day is { } day ? day + " " : "") + Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)[..(Time.Second == 0 ? 5 : 8)];

    /// <summary>When it comes next. A time that the clocks skip is taken as much later as they skip.</summary>
    internal DateTimeOffset Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(after, zone);
        for (var days = 0; ; days++)
        {
            var date = DateOnly.FromDateTime(local.DateTime).AddDays(days);
            if (Day is { } day && date.DayOfWeek != day)
            {
                continue;
            }

            var at = date.ToDateTime(Time);
            while (zone.IsInvalidTime(at))
            {
                at = at.AddMinutes(1);
            }

            var next = new DateTimeOffset(at, zone.GetUtcOffset(at));
            if (next > after)
            {
                return next;
            }
        }
    }
}
