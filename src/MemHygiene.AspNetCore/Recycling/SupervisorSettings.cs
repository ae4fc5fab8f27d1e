using Microsoft.Extensions.Configuration;
using static MemHygiene.AspNetCore.Recycling.SettingText;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>The options by name, as the configuration and the environment write them. Without reflection: trimmed programs keep them. A key that is no option is a mistake, for it would silently do nothing.</summary>
internal static class SupervisorSettings
{
    public const string Section = "MemHygiene:Recycling";

    private const string WholeNumber = "a whole number";

    private static readonly SupervisorSetting[] All =
    [
        Setting(nameof(SupervisorOptions.Workers), "a number of workers between 0 and 512", (options, text) => Int(text, value => options.Workers = value), "MEMHYGIENE_WORKERS", "WORKERS"),
        Setting(nameof(SupervisorOptions.WorkerBytes), WholeNumber, (options, text) => Long(text, value => options.WorkerBytes = value)),
        new("WorkerMegabytes", nameof(SupervisorOptions.WorkerBytes), "a whole number of MB", (options, text) => Long(text, value => options.WorkerBytes = value * Megabyte), "MEMHYGIENE_WORKER_MEMORY_MB", "WORKER_MEMORY_MB"),
        Setting(nameof(SupervisorOptions.MaxRequests), WholeNumber, (options, text) => Int(text, value => options.MaxRequests = value), "MEMHYGIENE_MAX_REQUESTS"),
        Setting(nameof(SupervisorOptions.MaxRequestsJitter), WholeNumber, (options, text) => Int(text, value => options.MaxRequestsJitter = value), "MEMHYGIENE_MAX_REQUESTS_JITTER"),
        Setting(nameof(SupervisorOptions.MaxWorkerMemory), "a whole number of bytes", (options, text) => Long(text, value => options.MaxWorkerMemory = value)),
        new("MaxWorkerMemoryMegabytes", nameof(SupervisorOptions.MaxWorkerMemory), "a whole number of MB", (options, text) => Long(text, value => options.MaxWorkerMemory = value * Megabyte), "MEMHYGIENE_MAX_WORKER_MEMORY_MB"),
        Setting(nameof(SupervisorOptions.MaxWorkerHeap), "a whole number of bytes", (options, text) => Long(text, value => options.MaxWorkerHeap = value)),
        new("MaxWorkerHeapMegabytes", nameof(SupervisorOptions.MaxWorkerHeap), "a whole number of MB", (options, text) => Long(text, value => options.MaxWorkerHeap = value * Megabyte), "MEMHYGIENE_MAX_WORKER_HEAP_MB"),
        Setting(nameof(SupervisorOptions.MaxWorkerAge), Duration, (options, text) => Time(text, value => options.MaxWorkerAge = value), "MEMHYGIENE_MAX_WORKER_AGE"),
        Setting(nameof(SupervisorOptions.RecycleAt), "times such as 03:30 or Sunday 04:00, separated by commas", (options, text) => Times(text, options.RecycleAt), "MEMHYGIENE_RECYCLE_AT"),
        Setting(nameof(SupervisorOptions.AgeJitter), Duration, (options, text) => Time(text, value => options.AgeJitter = value), "MEMHYGIENE_AGE_JITTER"),
        Setting(nameof(SupervisorOptions.MinWorkerLifetime), Duration, (options, text) => Time(text, value => options.MinWorkerLifetime = value), "MEMHYGIENE_MIN_WORKER_LIFETIME"),
        Setting(nameof(SupervisorOptions.MaxReplacementsAtOnce), WholeNumber, (options, text) => Int(text, value => options.MaxReplacementsAtOnce = value), "MEMHYGIENE_MAX_REPLACEMENTS_AT_ONCE"),
        Setting(nameof(SupervisorOptions.KeepSpare), "true or false", (options, text) => Bool(text, value => options.KeepSpare = value), "MEMHYGIENE_KEEP_SPARE"),
        Setting(nameof(SupervisorOptions.WarmUpPaths), "paths, separated by commas", (options, text) => List(text, options.WarmUpPaths), "MEMHYGIENE_WARM_UP_PATHS"),
        Setting(nameof(SupervisorOptions.WarmUpRequests), WholeNumber, (options, text) => Int(text, value => options.WarmUpRequests = value), "MEMHYGIENE_WARM_UP_REQUESTS"),
        Setting(nameof(SupervisorOptions.GracefulTimeout), Duration, (options, text) => Time(text, value => options.GracefulTimeout = value), "MEMHYGIENE_GRACEFUL_TIMEOUT"),
        Setting(nameof(SupervisorOptions.StreamGrace), Duration, (options, text) => Time(text, value => options.StreamGrace = value), "MEMHYGIENE_STREAM_GRACE"),
        Setting(nameof(SupervisorOptions.HangTimeout), Duration, (options, text) => Time(text, value => options.HangTimeout = value), "MEMHYGIENE_HANG_TIMEOUT"),
        Setting(nameof(SupervisorOptions.StartTimeout), Duration, (options, text) => Time(text, value => options.StartTimeout = value), "MEMHYGIENE_START_TIMEOUT"),
        Setting(nameof(SupervisorOptions.KeepAliveTimeout), Duration, (options, text) => Time(text, value => options.KeepAliveTimeout = value), "MEMHYGIENE_KEEP_ALIVE_TIMEOUT"),
        Setting(nameof(SupervisorOptions.ControlSocket), "a path", (options, text) => (options.ControlSocket = text) is not null, "MEMHYGIENE_CONTROL_SOCKET"),
        Setting(nameof(SupervisorOptions.NumberOutput), "true or false", (options, text) => Bool(text, value => options.NumberOutput = value), "MEMHYGIENE_NUMBER_OUTPUT"),
    ];

    /// <param name="options">Are set.</param>
    /// <param name="configuration">What is read.</param>
    /// <param name="origins">Gets where the value of each option comes from.</param>
    /// <param name="errors">Gets what cannot be read.</param>
    public static void Apply(SupervisorOptions options, IConfiguration configuration, Dictionary<string, string> origins, List<string> errors)
    {
        foreach (var entry in configuration.GetSection(Section).GetChildren())
        {
            var setting = Array.Find(All, setting => setting.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (setting is null)
            {
                errors.Add($"The configuration {entry.Path} is no option of recycling; the options are {string.Join(", ", All.Select(known => known.Name))}.");
                continue;
            }

            var text = (entry.Value ?? string.Join(',', entry.GetChildren().Select(child => child.Value))).Trim();
            if (text.Length > 0)
            {
                Apply(setting, options, text, $"the configuration {entry.Path}", origins, errors);
            }
        }
    }

    /// <summary>An empty variable says nothing; of several names the first that says something counts.</summary>
    public static void Apply(SupervisorOptions options, Func<string, string?> read, Dictionary<string, string> origins, List<string> errors)
    {
        foreach (var setting in All)
        {
            foreach (var variable in setting.Variables)
            {
                if (read(variable)?.Trim() is { Length: > 0 } text)
                {
                    Apply(setting, options, text, $"the environment variable {variable}", origins, errors);
                    break;
                }
            }
        }
    }

    private static void Apply(SupervisorSetting setting, SupervisorOptions options, string text, string origin, Dictionary<string, string> origins, List<string> errors)
    {
        origins[setting.Option] = origin;
        if (!setting.Apply(options, text))
        {
            errors.Add($"{char.ToUpperInvariant(origin[0])}{origin[1..]} is '{text}'; it must be {setting.Expected}.");
        }
    }

    private static SupervisorSetting Setting(string option, string expected, Func<SupervisorOptions, string, bool> apply, params string[] variables) => new(option, option, expected, apply, variables);
}
