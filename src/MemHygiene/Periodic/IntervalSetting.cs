using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MemHygiene.Periodic;

/// <summary>Where an interval is set outside the code, and how it is written there.</summary>
internal static class IntervalSetting
{
    /// <summary>What a timer still takes when the longest jitter doubles it.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(24);

    /// <summary>The environment variables of a work: our own name first, then the one without our prefix.</summary>
    public static string[] Variables(string name)
    {
        var generic = name.Replace('-', '_').Replace('.', '_').ToUpperInvariant() + "_INTERVAL";
        return ["MEMHYGIENE_" + generic, generic];
    }

    /// <summary>The first setting that has a value. An empty one counts as not set: that is what a compose file makes of a variable that nobody gave.</summary>
    public static (string Key, string Value)? Find(IConfiguration? configuration, string name)
    {
        foreach (var key in (string[])[.. Variables(name), $"MemHygiene:Periodic:{name}:Interval"])
        {
            if (configuration?[key] is { } value && !string.IsNullOrWhiteSpace(value))
            {
                return (key, value);
            }
        }

        return null;
    }

    /// <summary>Reads seconds ("60", "0.5") or hh:mm:ss, with days before it ("1.00:00:00") if need be.</summary>
    public static bool TryParse(string text, out TimeSpan interval)
    {
        interval = TimeSpan.Zero;
        if (double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            // What is no number, or too large for a TimeSpan, stays zero and is refused below.
            interval = seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        }
        else if (text.Count(letter => letter == ':') == 2)
        {
            // With one colon the framework reads hours and minutes, where a reader of "1:30" may mean a minute and a half.
            TimeSpan.TryParseExact(text.Trim(), "c", CultureInfo.InvariantCulture, out interval);
        }

        return interval > TimeSpan.Zero && interval <= Longest;
    }
}
