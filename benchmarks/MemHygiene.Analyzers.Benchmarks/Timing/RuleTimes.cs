using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>Time inside the rules, as the compiler's driver counts it: one rule at a time, binding that a rule asks for included.</summary>
internal static class RuleTimes
{
    public static async Task<IReadOnlyDictionary<string, TimeSpan>> OfAsync(CSharpCompilation compilation, CancellationToken cancellation)
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
