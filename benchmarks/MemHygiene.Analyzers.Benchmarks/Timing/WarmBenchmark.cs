using MemHygiene.Analyzers.Benchmarks.Code;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>All rules over a whole repository for the second time in one process, on compilations that nothing has bound yet.</summary>
internal static class WarmBenchmark
{
    public const double MostMilliseconds = 200;

    public static async Task<string> RunAsync(IEnumerable<CodeBase> repositories, int rounds, CancellationToken cancellation)
    {
        var table = new MarkdownTable("code", "lines", "ms per 100,000 lines", "slowest rule", "its ms per 100,000 lines");
        foreach (var code in repositories)
        {
            var compilations = (await code.CompileAsync(cancellation)).OfType<CSharpCompilation>().ToList();
            var lines = compilations.Sum(Size.LinesOf);
            var least = await RoundAsync(compilations, cancellation);
            for (var round = 0; round < rounds; round++)
            {
                var times = await RoundAsync(compilations, cancellation);
                least = round == 0 || Total(times) < Total(least) ? times : least;
            }

            var slowest = least.MaxBy(rule => rule.Value);
            table.Add(code.Name, lines, Math.Round(Total(least) * 100_000 / lines), slowest.Key, Math.Round(slowest.Value.TotalMilliseconds * 100_000 / lines));
            Console.WriteLine($"{code.Name}: {Total(least):0} ms for {lines} lines");
            foreach (var (rule, time) in least.OrderByDescending(rule => rule.Value))
            {
                Console.WriteLine($"  {rule} {time.TotalMilliseconds:0} ms");
            }
        }

        return table.ToString();
    }

    private static double Total(Dictionary<string, TimeSpan> times) => times.Values.Sum(time => time.TotalMilliseconds);

    private static async Task<Dictionary<string, TimeSpan>> RoundAsync(List<CSharpCompilation> compilations, CancellationToken cancellation)
    {
        var sum = new Dictionary<string, TimeSpan>();
        foreach (var compilation in compilations)
        {
            foreach (var (rule, time) in await RuleTimes.OfAsync(compilation.Clone(), cancellation))
            {
                sum[rule] = sum.GetValueOrDefault(rule) + time;
            }
        }

        return sum;
    }
}
