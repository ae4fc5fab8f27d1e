using System.Globalization;
using MemHygiene.Analyzers.Benchmarks.Code;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>All rules over a whole repository for the second time in one process, on compilations that nothing has bound yet.</summary>
internal static class WarmBenchmark
{
    public const double MostMilliseconds = 200;

    public static async Task<string> RunAsync(IEnumerable<CodeBase> repositories, int rounds, CancellationToken cancellation)
    {
        var table = new MarkdownTable("code", "lines", "ms per 100,000 lines", "slowest rule", "its share");
        foreach (var code in repositories)
        {
            var compilations = (await code.CompileAsync(cancellation)).ToList();
            var lines = compilations.Sum(Size.LinesOf);
            var byRule = await ByRuleAsync(compilations, cancellation);
            await SumAsync(compilations, cancellation);
            var least = double.MaxValue;
            for (var round = 0; round < rounds; round++)
            {
                least = Math.Min(least, await SumAsync(compilations, cancellation));
            }

            var slowest = byRule.MaxBy(rule => rule.Value);
            var share = slowest.Value / byRule.Values.Aggregate((sum, time) => sum + time);
            table.Add(code.Name, lines, Math.Round(least * 100_000 / lines), slowest.Key, share.ToString("0 %", CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{code.Name}: {least:0} ms for {lines} lines"));
        }

        return table.ToString();
    }

    private static async Task<double> SumAsync(List<CSharpCompilation> compilations, CancellationToken cancellation)
    {
        var sum = 0d;
        foreach (var compilation in compilations)
        {
            sum += await RuleTimes.ExtraAsync(compilation, cancellation);
        }

        return sum;
    }

    private static async Task<Dictionary<string, TimeSpan>> ByRuleAsync(List<CSharpCompilation> compilations, CancellationToken cancellation)
    {
        var sum = new Dictionary<string, TimeSpan>();
        foreach (var compilation in compilations)
        {
            foreach (var (rule, time) in await RuleTimes.ByRuleAsync(compilation.Clone(), cancellation))
            {
                sum[rule] = sum.GetValueOrDefault(rule) + time;
            }
        }

        return sum;
    }
}
