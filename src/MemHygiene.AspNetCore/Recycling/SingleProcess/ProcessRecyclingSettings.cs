using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// Reads the options from the configuration and the environment, without reflection: trimmed programs keep it. A key that is no option is a mistake, for it would silently do nothing; an empty value says nothing.
/// </summary>
internal static class ProcessRecyclingSettings
{
    public const string Section = "MemHygiene:Recycling";

    private const int BytesPerMegabyte = 1024 * 1024;
    private const string Number = "a whole number";
    private const string Duration = "seconds, or a time such as 01:30:00";

    private static readonly Setting[] Settings =
    [
        new(nameof(ProcessRecyclingOptions.MaxRequests), "MEMHYGIENE_MAX_REQUESTS", Number, (options, text) => Int(text, value => options.MaxRequests = value)),
        new(nameof(ProcessRecyclingOptions.MaxRequestsJitter), "MEMHYGIENE_MAX_REQUESTS_JITTER", Number, (options, text) => Int(text, value => options.MaxRequestsJitter = value)),
        new(nameof(ProcessRecyclingOptions.MaxMemoryBytes), null, Number, (options, text) => Bytes(text, 1, value => options.MaxMemoryBytes = value)),
        new(null, "MEMHYGIENE_MAX_MEMORY_MB", Number, (options, text) => Bytes(text, BytesPerMegabyte, value => options.MaxMemoryBytes = value)),
        new(nameof(ProcessRecyclingOptions.MaxManagedBytes), null, Number, (options, text) => Bytes(text, 1, value => options.MaxManagedBytes = value)),
        new(null, "MEMHYGIENE_MAX_MANAGED_MB", Number, (options, text) => Bytes(text, BytesPerMegabyte, value => options.MaxManagedBytes = value)),
        new(nameof(ProcessRecyclingOptions.MemoryJitter), null, Duration, (options, text) => Time(text, value => options.MemoryJitter = value)),
        new(nameof(ProcessRecyclingOptions.MaxAge), "MEMHYGIENE_MAX_AGE", Duration, (options, text) => Time(text, value => options.MaxAge = value)),
        new(nameof(ProcessRecyclingOptions.MaxAgeJitter), "MEMHYGIENE_MAX_AGE_JITTER", Duration, (options, text) => Time(text, value => options.MaxAgeJitter = value)),
        new(nameof(ProcessRecyclingOptions.RecycleAt), "MEMHYGIENE_RECYCLE_AT", "a time of day such as 03:00", (options, text) => TimeOfDay(text, value => options.RecycleAt = value)),
        new(nameof(ProcessRecyclingOptions.RecycleOn), "MEMHYGIENE_RECYCLE_ON", "a day such as Sunday", (options, text) => Day(text, value => options.RecycleOn = value)),
        new(nameof(ProcessRecyclingOptions.RecycleAtJitter), null, Duration, (options, text) => Time(text, value => options.RecycleAtJitter = value)),
        new(nameof(ProcessRecyclingOptions.RecycleWhenCritical), null, "true or false", (options, text) => Set(bool.TryParse(text, out var value), value, critical => options.RecycleWhenCritical = critical)),
        new(nameof(ProcessRecyclingOptions.MinLifetime), "MEMHYGIENE_MIN_LIFETIME", Duration, (options, text) => Time(text, value => options.MinLifetime = value)),
        new(nameof(ProcessRecyclingOptions.UnreadyDelay), "MEMHYGIENE_UNREADY_DELAY", Duration, (options, text) => Time(text, value => options.UnreadyDelay = value)),
        new(nameof(ProcessRecyclingOptions.ExitCode), null, Number, (options, text) => Int(text, value => options.ExitCode = value)),
    ];

    public static void Apply(ProcessRecyclingOptions options, IConfiguration configuration)
    {
        foreach (var entry in configuration.GetSection(Section).GetChildren())
        {
            if (Array.Find(Settings, setting => entry.Key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)) is not { } setting)
            {
                options.Unreadable.Add($"The configuration {entry.Path} is no option of recycling; the options are {string.Join(", ", Settings.Select(known => known.Key).OfType<string>())}.");
            }
            else
            {
                Apply(options, setting, "configuration " + entry.Path, entry.Value);
            }
        }
    }

    public static void Apply(ProcessRecyclingOptions options, Func<string, string?> readVariable)
    {
        foreach (var setting in Settings)
        {
            if (setting.Variable is { } variable)
            {
                Apply(options, setting, "environment variable " + variable, readVariable(variable));
            }
        }
    }

    private static void Apply(ProcessRecyclingOptions options, Setting setting, string source, string? value)
    {
        if (value?.Trim() is { Length: > 0 } text && !setting.Read(options, text))
        {
            options.Unreadable.Add($"The {source} is '{text}'; it must be {setting.What}, or not be set.");
        }
    }

    private static bool Int(string text, Action<int> set) => Set(int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value), value, set);

    private static bool Bytes(string text, long unit, Action<long> set) =>
        Set(long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < long.MaxValue / unit, value * unit, set);

    private static bool TimeOfDay(string text, Action<TimeOnly> set) =>
        Set(TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var value), value, set);

    private static bool Day(string text, Action<DayOfWeek> set) => Set(Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var value) && char.IsAsciiLetter(text[0]), value, set);

    private static bool Time(string text, Action<TimeSpan> set)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return Set(seconds < TimeSpan.MaxValue.TotalSeconds / 2, TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)), set);
        }

        // With one colon the framework reads hours and minutes, where a reader of "1:30" may mean a minute and a half.
        return Set(TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value) && text.Count(letter => letter == ':') == 2, value, set);
    }

    private static bool Set<T>(bool isRead, T value, Action<T> set)
    {
        if (isRead)
        {
            set(value);
        }

        return isRead;
    }

    /// <param name="Key">The option's name in the configuration; null if it has none there.</param>
    /// <param name="Variable">Its variable; null if it has none.</param>
    /// <param name="What">What it must be, for the message.</param>
    /// <param name="Read">Sets the option; false if the text is no such thing.</param>
    private sealed record Setting(string? Key, string? Variable, string What, Func<ProcessRecyclingOptions, string, bool> Read);
}
