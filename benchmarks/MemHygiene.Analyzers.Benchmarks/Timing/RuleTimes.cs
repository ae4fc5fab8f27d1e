using System.Collections.Immutable;
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

    /// <summary>Milliseconds of all rules over a compilation that nothing has bound yet.</summary>
    public static async Task<double> ExtraAsync(CSharpCompilation compilation, CancellationToken cancellation)
    {
        var idle = await CpuAsync(() => Start(compilation.Clone(), [new IdleAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellation));
        var all = await CpuAsync(() => Start(compilation.Clone(), [new IdleAnalyzer(), .. ShippedRules.Analyzers]).GetAnalyzerDiagnosticsAsync(cancellation));
        return (all - idle).TotalMilliseconds;
    }

    /// <summary>How the wall-clock time divides among the rules, as the compiler's driver counts it.</summary>
    public static async Task<IReadOnlyDictionary<string, TimeSpan>> ByRuleAsync(CSharpCompilation compilation, CancellationToken cancellation)
    {
        var analyzers = ShippedRules.Analyzers;
        var analysis = Start(compilation, analyzers);
        await analysis.GetAnalyzerDiagnosticsAsync(cancellation);
        var times = new Dictionary<string, TimeSpan>();
        foreach (var analyzer in analyzers)
        {
            times.Add(analyzer.SupportedDiagnostics[0].Id, (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, cancellation)).ExecutionTime);
        }

        return times;
    }

    public static CompilationWithAnalyzers Start(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, analyzer, _) => throw new InvalidOperationException($"{analyzer.GetType().Name} threw.", exception), concurrentAnalysis: false, logAnalyzerExecutionTime: true));
}
