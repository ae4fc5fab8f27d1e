using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using MemHygiene.Readings;

namespace MemHygiene.Benchmarks;

/// <summary>What does one look at the memory cost, as it is taken many times a minute?</summary>
[MemoryDiagnoser]
public class MemorySampleBenchmarks
{
    private readonly IMemorySampler _sampler = MemorySamplers.Create();

    /// <summary>What people write: the working set without the limits of control groups, with page cache of mapped files, and the collector's load as of its last run.</summary>
    [Benchmark(Baseline = true)]
    public double ProcessAndGCInfo()
    {
        using var process = Process.GetCurrentProcess();
        var info = GC.GetGCMemoryInfo();
        return Math.Max((double)process.WorkingSet64 / info.TotalAvailableMemoryBytes, (double)info.MemoryLoadBytes / info.HighMemoryLoadThresholdBytes);
    }

    /// <summary>The collector's figures alone: cheap, and unchanged until it runs again.</summary>
    [Benchmark]
    public double GCInfo()
    {
        var info = GC.GetGCMemoryInfo();
        return (double)info.MemoryLoadBytes / info.HighMemoryLoadThresholdBytes;
    }

    [Benchmark]
    public double? MemorySampler() => _sampler.Read().UsedShare;
}
