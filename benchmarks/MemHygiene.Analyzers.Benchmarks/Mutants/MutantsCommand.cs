using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MemHygiene.Analyzers.Benchmarks.Code;

namespace MemHygiene.Analyzers.Benchmarks.Mutants;

/// <summary><c>mutants [repositories]</c>: no code, however broken, makes a rule throw.</summary>
internal static class MutantsCommand
{
    public static Command Create()
    {
        var code = new CodeOptions();
        var count = new Option<int>("--count") { Description = "Mutants in all.", DefaultValueFactory = _ => 5_000 };
        var seed = new Option<int>("--seed") { Description = "Other seeds make other mutants; the same seed makes the same.", DefaultValueFactory = _ => 1 };
        var command = new Command("mutants", "Damages real files at random, runs every rule over their project, and counts what the rules throw. Without repositories: this one.") { count, seed };
        code.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync([.. code.ReadOrOwn(parsed)], parsed.GetValue(count), parsed.GetValue(seed), cancellation));
        return command;
    }

    public static async Task<int> RunAsync(IReadOnlyList<CodeBase> repositories, int count, int seed, CancellationToken cancellation)
    {
        var elapsed = Stopwatch.StartNew();
        var run = new MutantRun(new Mutator(seed), Console.Out);
        var files = repositories.Sum(code => code.Documents);
        var first = 0;
        foreach (var code in repositories)
        {
            // Each repository has its part, the smallest at least one, and the last what rounding left.
            var part = code == repositories[^1] ? count - first : Math.Min(count - first, Math.Max(1, (int)((long)count * code.Documents / files)));
            await run.OverAsync(code, first, part, cancellation);
            first += part;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.Elapsed.TotalSeconds,6:0} s  {code.Name}: {part:N0} mutants"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Mutants:N0} mutants of {files:N0} files, seed {seed}, {ShippedRules.Analyzers.Length} analyzers: {run.Failures} failures in {elapsed.Elapsed.TotalSeconds:0} s"));
        return run.Failures == 0 ? 0 : 1;
    }
}
