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
        var table = new MarkdownTable("code", "lines", "ms per 100,000 lines", "MB allocated per 100,000 lines", "ms inside the rules per 100,000 lines", "of that, the slowest");
        foreach (var code in repositories)
        {
            var compilations = (await code.CompileAsync(cancellation)).ToList();
            var lines = compilations.Sum(Size.LinesOf);
            await ByRuleAsync(compilations, cancellation);
            var cost = default(Cost);
            foreach (var compilation in compilations)
            {
                cost += await RuleTimes.CostAsync(compilation, rounds, cancellation);
            }

            var byRule = await ByRuleAsync(compilations, cancellation);
            var slowest = byRule.OrderByDescending(rule => rule.Value).Take(3).Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Key} {Per100_000(rule.Value.TotalMilliseconds, lines)}"));
            table.Add(
                code.Name, lines, Per100_000(cost.Milliseconds, lines), Per100_000(cost.Bytes / 1e6, lines), Per100_000(byRule.Values.Sum(time => time.TotalMilliseconds), lines), string.Join(", ", slowest));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{code.Name}: {cost.Milliseconds:0} ms for {lines} lines"));
        }

        return table.ToString();
    }

    private static double Per100_000(double sum, int lines) => Math.Round(sum * 100_000 / lines);

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
