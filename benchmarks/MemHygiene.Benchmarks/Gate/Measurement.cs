using BenchmarkDotNet.Reports;

namespace MemHygiene.Benchmarks.Gate;

/// <summary>One benchmark case of a gate run. A case that threw has no figures.</summary>
internal sealed record Measurement(string Name, bool IsBaseline, double? Nanoseconds, long? AllocatedBytes, double? Ratio)
{
    /// <summary>The cases of one class, each with its ratio to the baseline that has the same parameters.</summary>
    public static IReadOnlyList<Measurement> From(Summary summary)
        => [.. summary.BenchmarksCases.Select(benchmark => From(summary, summary[benchmark]!))];

    private static Measurement From(Summary summary, BenchmarkReport report)
    {
        var benchmark = report.BenchmarkCase;
        var baseline = summary.Reports.FirstOrDefault(other => other.BenchmarkCase.Descriptor.Baseline
            && other.BenchmarkCase.Parameters.DisplayInfo == benchmark.Parameters.DisplayInfo);
        var median = report.ResultStatistics?.Median;
        return new Measurement(
            benchmark.Descriptor.Type.Name + "." + benchmark.Descriptor.WorkloadMethod.Name + benchmark.Parameters.DisplayInfo,
            benchmark.Descriptor.Baseline,
            median,
            report.Success ? report.GcStats.GetBytesAllocatedPerOperation(benchmark) : null,
            median / baseline?.ResultStatistics?.Median);
    }
}
