using BenchmarkDotNet.Attributes;
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
    public static Summary Of(Type benchmarks, string artifacts, bool thorough, ErrorLog errors)
    {
        RefuseTasksAsSetup(benchmarks);
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
        return BenchmarkRunner.Run(new BenchmarkRunInfo(ours, benchmarks, cases.Config));
    }

    /// <summary>The toolchain calls a setup or cleanup and goes on without waiting for its task: the first measurements would run beside it.</summary>
    private static void RefuseTasksAsSetup(Type benchmarks)
    {
        Type[] frames = [typeof(GlobalSetupAttribute), typeof(GlobalCleanupAttribute), typeof(IterationSetupAttribute), typeof(IterationCleanupAttribute)];
        if (benchmarks.GetMethods().FirstOrDefault(method => method.ReturnType != typeof(void) && frames.Any(frame => method.IsDefined(frame, inherit: true))) is { } method)
        {
            throw new InvalidOperationException($"{benchmarks.Name}.{method.Name} returns {method.ReturnType.Name}, which nothing waits for. Make it return void, and wait in it.");
        }
    }
}
