using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MemHygiene.Budgets;

/// <summary>Reads the options from the configuration, without reflection: trimmed programs keep it. A key that is no option is a mistake, for it would silently do nothing.</summary>
internal static class PlanConfiguration
{
    public const string Section = "MemHygiene:Plan";

    private static readonly Dictionary<string, Func<MemoryPlanOptions, string, bool>> Readers = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(MemoryPlanOptions.AvailableBytes)] = (options, text) => Long(text, value => options.AvailableBytes = value),
        [nameof(MemoryPlanOptions.Cores)] = (options, text) => Int(text, value => options.Cores = value),
        [nameof(MemoryPlanOptions.Headroom)] = (options, text) => Share(text, value => options.Headroom = value),
        [nameof(MemoryPlanOptions.BaseBytes)] = (options, text) => Long(text, value => options.BaseBytes = value),
        [nameof(MemoryPlanOptions.ModelBytes)] = (options, text) => Long(text, value => options.ModelBytes = value),
        [nameof(MemoryPlanOptions.ModelSharing)] = (options, text) => Name<ModelSharing>(text, value => options.ModelSharing = value),
        [nameof(MemoryPlanOptions.Workers)] = (options, text) => Int(text, value => options.Workers = value),
        [nameof(MemoryPlanOptions.MinWorkers)] = (options, text) => Int(text, value => options.MinWorkers = value),
        [nameof(MemoryPlanOptions.MaxWorkers)] = (options, text) => Int(text, value => options.MaxWorkers = value),
        [nameof(MemoryPlanOptions.Threads)] = (options, text) => Int(text, value => options.Threads = value),
        [nameof(MemoryPlanOptions.WorkerBytes)] = (options, text) => Long(text, value => options.WorkerBytes = value),
        [nameof(MemoryPlanOptions.IdleBytes)] = (options, text) => Long(text, value => options.IdleBytes = value),
        [nameof(MemoryPlanOptions.UnitBytes)] = (options, text) => Long(text, value => options.UnitBytes = value),
        [nameof(MemoryPlanOptions.RequestBytes)] = (options, text) => Long(text, value => options.RequestBytes = value),
        [nameof(MemoryPlanOptions.HandlerBytes)] = (options, text) => Long(text, value => options.HandlerBytes = value),
        [nameof(MemoryPlanOptions.Database)] = (options, text) => Name<DatabaseKind>(text, value => options.Database = value),
        [nameof(MemoryPlanOptions.DatabaseConnectionBytes)] = (options, text) => Long(text, value => options.DatabaseConnectionBytes = value),
        [nameof(MemoryPlanOptions.DatabaseMaxConnections)] = (options, text) => Int(text, value => options.DatabaseMaxConnections = value),
        [nameof(MemoryPlanOptions.DatabaseServerBytes)] = (options, text) => Long(text, value => options.DatabaseServerBytes = value),
    };

    public static void Apply(MemoryPlanOptions options, IConfiguration configuration)
    {
        foreach (var entry in configuration.GetSection(Section).GetChildren())
        {
            if (!Readers.TryGetValue(entry.Key, out var read))
            {
                options.Unreadable.Add($"The configuration {entry.Path} is no option of the plan; the options are {string.Join(", ", Readers.Keys)}.");
            }
            else if (entry.Value?.Trim() is { Length: > 0 } text && !read(options, text))
            {
                options.Unreadable.Add($"The configuration {entry.Path} is '{text}'; {What(entry.Key)}.");
            }
        }
    }

    private static string What(string key) => Readers.Keys.First(option => option.Equals(key, StringComparison.OrdinalIgnoreCase)) switch
    {
        nameof(MemoryPlanOptions.Headroom) => "it must be a number such as 0.25",
        nameof(MemoryPlanOptions.ModelSharing) => $"it must be one of {string.Join(", ", Enum.GetNames<ModelSharing>())}",
        nameof(MemoryPlanOptions.Database) => $"it must be one of {string.Join(", ", Enum.GetNames<DatabaseKind>())}",
        _ => "it must be a whole number",
    };

    private static bool Long(string text, Action<long> set) => Set(long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value), value, set);

    private static bool Int(string text, Action<int> set) => Set(int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value), value, set);

    private static bool Share(string text, Action<double> set) => Set(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value), value, set);

    private static bool Name<T>(string text, Action<T> set)
        where T : struct, Enum => Set(Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0]), value, set);

    private static bool Set<T>(bool read, T value, Action<T> set)
    {
        if (read)
        {
            set(value);
        }

        return read;
    }
}
