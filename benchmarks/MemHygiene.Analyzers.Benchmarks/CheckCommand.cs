using System.CommandLine;
using MemHygiene.Analyzers.Benchmarks.Code;
using MemHygiene.Analyzers.Benchmarks.Fixes;
using MemHygiene.Analyzers.Benchmarks.Mutants;
using MemHygiene.Analyzers.Benchmarks.Timing;

namespace MemHygiene.Analyzers.Benchmarks;

/// <summary><c>check</c>: every verb once over a small generated program. It judges what is right or wrong, not what is fast.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new Command("check", "Runs every verb for a moment: no rule may throw, no fix may break the build.");
        command.SetAction(async (_, cancellation) =>
        {
            CodeBase[] code = [GeneratedCode.Create(1_500)];
            Console.WriteLine(await ColdBenchmark.RunAsync(code, projects: 1, rounds: 1, withPeers: false, cancellation));
            Console.WriteLine(await WarmBenchmark.RunAsync(code, rounds: 1, cancellation));
            Console.WriteLine(await EditBenchmark.RunAsync(code, edits: 5, cancellation));
            Console.WriteLine(await SizesBenchmark.RunAsync(1_000, cancellation));
            var mutants = await MutantsCommand.RunAsync(code, count: 60, seed: 1, cancellation);
            return mutants + await FixesCommand.RunAsync(code, cancellation) == 0 ? 0 : 1;
        });
        return command;
    }
}
