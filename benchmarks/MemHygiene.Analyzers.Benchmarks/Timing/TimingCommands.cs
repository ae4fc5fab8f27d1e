using System.CommandLine;
using MemHygiene.Analyzers.Benchmarks.Code;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>The verbs that measure time, each alone, and <c>all</c>, which writes the page of results.</summary>
internal static class TimingCommands
{
    public static IEnumerable<Command> Create()
    {
        var code = new CodeOptions();
        var projects = new Option<int>("--projects") { Description = "How many of the largest projects that compile.", DefaultValueFactory = _ => 3 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of each measurement.", DefaultValueFactory = _ => 5 };
        var noPeers = new Option<bool>("--no-peers") { Description = "Do not restore and run other packages." };
        var edits = new Option<int>("--edits") { Description = "Files to edit in each repository's largest project.", DefaultValueFactory = _ => 200 };
        var lines = new Option<int>("--lines") { Description = "Lines of the smallest program.", DefaultValueFactory = _ => 25_000 };
        var rules = new Option<bool>("--rules") { Description = "With our rules." };
        var output = new Option<FileInfo?>("--output") { Description = "The page to write; benchmarks/results/Analyzers.md by default." };

        yield return Verb("cold", "Processor time of the compiler with and without analyzers.", code, [projects, rounds, noPeers], (parsed, cancellation) =>
            ColdBenchmark.RunAsync(code.ReadOrGenerate(parsed), parsed.GetValue(projects), parsed.GetValue(rounds), !parsed.GetValue(noPeers), cancellation));
        yield return Verb("warm", "Time inside our rules, second run in a process.", code, [rounds], (parsed, cancellation) =>
            WarmBenchmark.RunAsync(code.ReadOrGenerate(parsed), parsed.GetValue(rounds), cancellation));
        yield return Verb("edit", "Time of our rules after one character more in a method.", code, [edits], (parsed, cancellation) =>
            EditBenchmark.RunAsync(code.ReadOrGenerate(parsed), parsed.GetValue(edits), cancellation));
        yield return Verb("sizes", "Time and memory of our rules by size of the code.", null, [lines], (parsed, cancellation) =>
            SizesBenchmark.RunAsync(parsed.GetValue(lines), cancellation));

        var one = new Command("one-size", "One process of the verb sizes.") { lines, rules };
        one.Hidden = true;
        one.SetAction((parsed, cancellation) => SizesBenchmark.MeasureHereAsync(parsed.GetValue(lines), parsed.GetValue(rules), cancellation));
        yield return one;

        var all = new Command("all", "Runs cold, warm, edit and sizes and writes the page of results.") { projects, rounds, noPeers, edits, output };
        code.AddTo(all);
        all.SetAction((parsed, cancellation) => ResultsPage.WriteAsync(
            () => code.ReadOrGenerate(parsed),
            new ResultsPage.Plan(parsed.GetValue(projects), parsed.GetValue(rounds), !parsed.GetValue(noPeers), parsed.GetValue(edits)),
            parsed.GetValue(output)?.FullName,
            cancellation));
        yield return all;
    }

    private static Command Verb(string name, string description, CodeOptions? code, Option[] options, Func<ParseResult, CancellationToken, Task<string>> run)
    {
        var command = new Command(name, description);
        foreach (var option in options)
        {
            command.Add(option);
        }

        code?.AddTo(command);
        command.SetAction(async (parsed, cancellation) => Console.WriteLine(await run(parsed, cancellation)));
        return command;
    }
}
