using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MemHygiene.Analyzers.Benchmarks.Code;

namespace MemHygiene.Analyzers.Benchmarks.Fixes;

/// <summary><c>fixes [repositories]</c>: what fix-all leaves behind still compiles.</summary>
internal static class FixesCommand
{
    public static Command Create()
    {
        var code = new CodeOptions();
        var command = new Command("fixes", "Applies fix-all of every fixer to every project and compares the compiler's errors before and after. Without repositories: a generated program.");
        code.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(code.ReadOrGenerate(parsed), cancellation));
        return command;
    }

    public static async Task<int> RunAsync(IEnumerable<CodeBase> repositories, CancellationToken cancellation)
    {
        var elapsed = Stopwatch.StartNew();
        var run = new FixRun(Console.Out);
        foreach (var code in repositories)
        {
            await run.OverAsync(code, cancellation);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.Elapsed.TotalSeconds,6:0} s  {code.Name}: {code.Solution.ProjectIds.Count} projects"));
        }

        var table = new MarkdownTable("rule", "found", "fix offered", "gone after fix-all", "offered, yet left");
        foreach (var (rule, count) in run.Counts)
        {
            table.Add(rule, count.Found, count.Offered, count.Vanished, count.Missed);
        }

        Console.WriteLine($"{table}\n{run.NewErrors} new compiler errors, {run.Thrown} exceptions in fixers");
        return run.NewErrors + run.Thrown == 0 ? 0 : 1;
    }
}
