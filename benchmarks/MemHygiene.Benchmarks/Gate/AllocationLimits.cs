using System.Text.Json;

namespace MemHygiene.Benchmarks.Gate;

/// <summary>The most bytes that a benchmark may allocate per operation, by name (<c>Class.Method[parameter=value]</c>).</summary>
internal sealed class AllocationLimits(IReadOnlyDictionary<string, long> limits)
{
    private static readonly JsonSerializerOptions Options = new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static AllocationLimits Read(string path)
    {
        using var file = File.OpenRead(path);
        return new AllocationLimits(JsonSerializer.Deserialize<Dictionary<string, long>>(file, Options)!);
    }

    public long? Of(string benchmark) => limits.TryGetValue(benchmark, out var limit) ? limit : null;

    /// <summary>The limits of one class alone, for a run of that class alone.</summary>
    public AllocationLimits Only(string benchmarkClass)
        => new(limits.Where(limit => limit.Key.StartsWith(benchmarkClass + ".", StringComparison.Ordinal)).ToDictionary());

    /// <summary>One sentence for each limit that is broken, or that nothing was measured against.</summary>
    public IReadOnlyList<string> Broken(IReadOnlyCollection<Measurement> measurements)
        => [.. limits.OrderBy(limit => limit.Key, StringComparer.Ordinal).Select(limit => Verdict(limit.Key, limit.Value, measurements)).OfType<string>()];

    private static string? Verdict(string name, long limit, IReadOnlyCollection<Measurement> measurements)
        => measurements.FirstOrDefault(measurement => measurement.Name == name) switch
        {
            null => $"{name} has a limit, but no benchmark of that name ran.",
            { AllocatedBytes: var bytes } when bytes > limit => $"{name} allocates {bytes} B per operation; the limit is {limit} B.",
            _ => null,
        };
}
