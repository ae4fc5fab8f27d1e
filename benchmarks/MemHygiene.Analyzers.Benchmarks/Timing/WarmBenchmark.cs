using System.Globalization;
using MemHygiene.Analyzers.Benchmarks.Code;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>
/// All rules over a whole repository in a process that has run them before, on compilations that nothing has bound yet: the time inside the rules, what
/// they bind included, as the compiler's driver counts it, and what the process uses more than with an analyzer that does nothing.
/// </summary>
internal static class WarmBenchmark
{
    public const double MostMilliseconds = 200;

    public static async Task<string> RunAsync(IEnumerable<CodeBase> repositories, int rounds, CancellationToken cancellation)
    {
        var table = new MarkdownTable("code", "lines", "ms in our rules per 100,000 lines", "of that, the slowest", "MB allocated per 100,000 lines", "process, ms more per 100,000 lines");
        foreach (var code in repositories)
        {
            var compilations = (await code.CompileAsync(cancellation)).ToList();
            var lines = compilations.Sum(Size.LinesOf);
            var cost = default(Cost);
            var byRule = new Dictionary<string, TimeSpan>();
            foreach (var compilation in compilations)
            {
                await RuleTimes.ByRuleAsync(compilation.Clone(), cancellation);
                cost += await RuleTimes.CostAsync(compilation, rounds, cancellation);
                foreach (var (rule, time) in await LeastByRuleAsync(compilation, rounds, cancellation))
                {
                    byRule[rule] = byRule.GetValueOrDefault(rule) + time;
                }
            }

            var slowest = byRule.OrderByDescending(rule => rule.Value).Take(3).Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Key} {Per100_000(rule.Value.TotalMilliseconds, lines)}"));
            var inRules = byRule.Values.Sum(time => time.TotalMilliseconds);
            table.Add(code.Name, lines, Per100_000(inRules, lines), string.Join(", ", slowest), Per100_000(cost.Bytes / 1e6, lines), Per100_000(cost.Milliseconds, lines));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{code.Name}: {inRules:0} ms for {lines} lines"));
        }

        return table.ToString();
    }

    private static double Per100_000(double sum, int lines) => Math.Round(sum * 100_000 / lines);

    /// <summary>The round in which all rules together took least.</summary>
    private static async Task<IReadOnlyDictionary<string, TimeSpan>> LeastByRuleAsync(CSharpCompilation compilation, int rounds, CancellationToken cancellation)
    {
        var all = new List<IReadOnlyDictionary<string, TimeSpan>>();
        for (var round = 0; round < rounds; round++)
        {
            all.Add(await RuleTimes.ByRuleAsync(compilation.Clone(), cancellation));
        }

        return all.MinBy(times => times.Values.Sum(time => time.Ticks))!;
    }
}
