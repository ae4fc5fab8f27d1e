using System.Collections.Immutable;
using MemHygiene.Analyzers.Idle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>
/// What rules cost, one rule at a time, binding that a rule asks for included. Processor time of this process, beyond <see cref="IdleAnalyzer"/>: the
/// clock on the wall counts what else the machine does.
/// </summary>
internal static class RuleTimes
{
    public static async Task<TimeSpan> CpuAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return Environment.CpuUsage.TotalTime - before;
    }

    /// <summary>
    /// All rules over a compilation that nothing has bound yet. With and without them in turns, the least of each: one collection more in one of two runs
    /// is more than what the rules cost.
    /// </summary>
    public static async Task<Cost> CostAsync(CSharpCompilation compilation, int rounds, CancellationToken cancellation)
    {
        var (idle, all) = (Cost.Most, Cost.Most);
        for (var round = 0; round < rounds; round++)
        {
            idle = Cost.Least(idle, await MeasureAsync(compilation, [new IdleAnalyzer()], cancellation));
            all = Cost.Least(all, await MeasureAsync(compilation, [new IdleAnalyzer(), .. ShippedRules.Analyzers], cancellation));
        }

        return new Cost(all.Milliseconds - idle.Milliseconds, all.Bytes - idle.Bytes);
    }

    /// <summary>How the wall-clock time divides among the rules, as the compiler's driver counts it.</summary>
    public static async Task<IReadOnlyDictionary<string, TimeSpan>> ByRuleAsync(CSharpCompilation compilation, CancellationToken cancellation)
    {
        var analyzers = ShippedRules.Analyzers;
        var analysis = Start(compilation, analyzers, countTime: true);
        await analysis.GetAnalyzerDiagnosticsAsync(cancellation);
        var times = new Dictionary<string, TimeSpan>();
        foreach (var analyzer in analyzers)
        {
            times.Add(analyzer.SupportedDiagnostics[0].Id, (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, cancellation)).ExecutionTime);
        }

        return times;
    }

    private static async Task<Cost> MeasureAsync(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellation)
    {
        var unbound = compilation.Clone();
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var time = await CpuAsync(() => Start(unbound, analyzers).GetAnalyzerDiagnosticsAsync(cancellation));
        return new Cost(time.TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    public static CompilationWithAnalyzers Start(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, bool countTime = false) =>
        compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, analyzer, _) => throw new InvalidOperationException($"{analyzer.GetType().Name} threw.", exception), concurrentAnalysis: false, logAnalyzerExecutionTime: countTime));
}
