using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace MemHygiene.Benchmarks.Gate;

/// <summary>Runs a benchmark class briefly and in this process: precise in bytes, which the gate judges, and rough in time, which it only prints.</summary>
internal static class GateRun
{
    // InMemoryKestrel's client and server run on one thread once they have met. When they have not yet, which is about one run in ten, this ends a benchmark before its first measurement; why is not known yet.
    private const string InlinePipes = "Concurrent reads or writes are not supported";

    public static Summary Of(Type benchmarks, string artifacts, bool thorough, ErrorLog errors)
    {
        var job = new Job("Gate")
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithLaunchCount(1)
            .WithWarmupCount(1)
            .WithIterationCount(thorough ? 9 : 3)
            .WithIterationTime(TimeInterval.FromMilliseconds(thorough ? 250 : 50));
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(errors)
            .WithArtifactsPath(artifacts)
            .WithOptions(ConfigOptions.DisableLogFile);

        // A class may ask for jobs of its own by attribute: those belong to a full run.
        var cases = BenchmarkConverter.TypeToBenchmarks(benchmarks, config);
        var ours = cases.BenchmarksCases.Where(benchmark => benchmark.Job.Infrastructure.Toolchain is InProcessEmitToolchain).ToArray();
        var run = new BenchmarkRunInfo(ours, benchmarks, cases.Config);
        var before = errors.Lines.Count;
        var summary = BenchmarkRunner.Run(run);
        if (!errors.Lines.Skip(before).Any(line => line.Contains(InlinePipes, StringComparison.Ordinal)))
        {
            return summary;
        }

        Console.WriteLine($"{benchmarks.Name}: the pipes in the kernel's place met themselves ({InlinePipes}); it runs once more.");
        return BenchmarkRunner.Run(run);
    }
}
