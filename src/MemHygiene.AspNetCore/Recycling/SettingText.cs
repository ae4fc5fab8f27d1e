using System.Globalization;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>Reads an option's text and sets the option, or gives false.</summary>
internal static class SettingText
{
    public const long Megabyte = 1024 * 1024;

    /// <summary>What <see cref="Time"/> reads, for messages.</summary>
    public const string Duration = "seconds, or a time such as 00:01:30 or 1.00:00:00";

    private const double MostSeconds = 1e9;

    public static bool Time(string text, Action<TimeSpan> set)
    {
        // A bare number would be days to TimeSpan.Parse, and nobody means that.
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return Set(seconds <= MostSeconds, TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds)), set);
        }

        // With one colon the framework reads hours and minutes, where a reader of "1:30" may mean a minute and a half.
        return Set(TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && text.Count(letter => letter == ':') == 2, value, set);
    }

    /// <summary>Not so large that as many megabytes would overflow.</summary>
    public static bool Long(string text, Action<long> set) =>
        Set(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= long.MaxValue / Megabyte, value, set);

    public static bool Int(string text, Action<int> set) => Set(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value), value, set);

    public static bool Bool(string text, Action<bool> set) => Set(bool.TryParse(text, out var value), value, set);

    /// <summary>Times of day, in place of those in the list; all of them or none.</summary>
    public static bool Times(string text, IList<RecycleTime> list)
    {
        var times = new List<RecycleTime>();
        foreach (var part in Parts(text))
        {
            if (!RecycleTime.TryParse(part, out var time))
            {
                return false;
            }

            times.Add(time);
        }

        Replace(list, times);
        return true;
    }

    /// <summary>What is between the commas, in place of what is in the list.</summary>
    public static bool List(string text, IList<string> list)
    {
        Replace(list, Parts(text));
        return true;
    }

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void Replace<T>(IList<T> list, IEnumerable<T> by)
    {
        list.Clear();
        foreach (var item in by)
        {
            list.Add(item);
        }
    }

    private static bool Set<T>(bool isRead, T value, Action<T> set)
    {
        if (isRead)
        {
            set(value);
        }

        return isRead;
    }
}
