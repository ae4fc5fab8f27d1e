using Microsoft.Extensions.Configuration;
using static MemHygiene.AspNetCore.Recycling.SettingText;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// The options by name, as the configuration and the environment write them. Without reflection: trimmed programs keep them. A key that is no option is a mistake, for it would silently do nothing; an empty value says nothing.
/// </summary>
internal static class ProcessRecyclingSettings
{
    public const string Section = "MemHygiene:ProcessRecycling";

    private const string Number = "a whole number";

    private static readonly Setting[] All =
    [
        new(nameof(ProcessRecyclingOptions.MaxRequests), "MEMHYGIENE_MAX_REQUESTS", Number, (options, text) => Int(text, value => options.MaxRequests = value)),
        new(nameof(ProcessRecyclingOptions.MaxRequestsJitter), "MEMHYGIENE_MAX_REQUESTS_JITTER", Number, (options, text) => Int(text, value => options.MaxRequestsJitter = value)),
        new(nameof(ProcessRecyclingOptions.MaxMemory), null, Number, (options, text) => Long(text, value => options.MaxMemory = value)),
        new("MaxMemoryMegabytes", "MEMHYGIENE_MAX_MEMORY_MB", Number, (options, text) => Long(text, value => options.MaxMemory = value * Megabyte)),
        new(nameof(ProcessRecyclingOptions.MaxHeap), null, Number, (options, text) => Long(text, value => options.MaxHeap = value)),
        new("MaxHeapMegabytes", "MEMHYGIENE_MAX_HEAP_MB", Number, (options, text) => Long(text, value => options.MaxHeap = value * Megabyte)),
        new(nameof(ProcessRecyclingOptions.MemoryJitter), "MEMHYGIENE_MEMORY_JITTER", Duration, (options, text) => Time(text, value => options.MemoryJitter = value)),
        new(nameof(ProcessRecyclingOptions.MaxAge), "MEMHYGIENE_MAX_AGE", Duration, (options, text) => Time(text, value => options.MaxAge = value)),
        new(nameof(ProcessRecyclingOptions.RecycleAt), "MEMHYGIENE_RECYCLE_AT", "times such as 03:30 or Sunday 04:00, separated by commas", (options, text) => Times(text, options.RecycleAt)),
        new(nameof(ProcessRecyclingOptions.AgeJitter), "MEMHYGIENE_AGE_JITTER", Duration, (options, text) => Time(text, value => options.AgeJitter = value)),
        new(nameof(ProcessRecyclingOptions.RecycleWhenCritical), "MEMHYGIENE_RECYCLE_WHEN_CRITICAL", "true or false", (options, text) => Bool(text, value => options.RecycleWhenCritical = value)),
        new(nameof(ProcessRecyclingOptions.MinLifetime), "MEMHYGIENE_MIN_LIFETIME", Duration, (options, text) => Time(text, value => options.MinLifetime = value)),
        new(nameof(ProcessRecyclingOptions.UnreadyDelay), "MEMHYGIENE_UNREADY_DELAY", Duration, (options, text) => Time(text, value => options.UnreadyDelay = value)),
        new(nameof(ProcessRecyclingOptions.ExitCode), "MEMHYGIENE_EXIT_CODE", Number, (options, text) => Int(text, value => options.ExitCode = value)),
    ];

    public static void Apply(ProcessRecyclingOptions options, IConfiguration configuration)
    {
        foreach (var entry in configuration.GetSection(Section).GetChildren())
        {
            if (Array.Find(All, setting => setting.Key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)) is { } setting)
            {
                // A list may be one text or a list.
                Apply(options, setting, "configuration " + entry.Path, entry.Value ?? string.Join(',', entry.GetChildren().Select(child => child.Value)));
            }
            else
            {
                options.Unreadable.Add($"The configuration {entry.Path} is no option of process recycling; the options are {string.Join(", ", All.Select(known => known.Key))}.");
            }
        }
    }

    public static void Apply(ProcessRecyclingOptions options, Func<string, string?> readVariable)
    {
        foreach (var setting in All)
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

    /// <param name="Key">Its name in the configuration.</param>
    /// <param name="Variable">Its name in the environment; null if it has none there.</param>
    /// <param name="What">What it must be, for the message.</param>
    /// <param name="Read">Sets the option; false if the text is no such thing.</param>
    private sealed record Setting(string Key, string? Variable, string What, Func<ProcessRecyclingOptions, string, bool> Read);
}
