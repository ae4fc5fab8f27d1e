using System.CommandLine;
using MemHygiene.Analyzers.Benchmarks;
using MemHygiene.Analyzers.Benchmarks.Fixes;
using MemHygiene.Analyzers.Benchmarks.Mutants;
using MemHygiene.Analyzers.Benchmarks.Timing;

var root = new RootCommand("Measures the analyzers and fixes on real or generated code.") { CheckCommand.Create(), MutantsCommand.Create(), FixesCommand.Create() };
foreach (var command in TimingCommands.Create())
{
    root.Add(command);
}

return await root.Parse(args).InvokeAsync();
