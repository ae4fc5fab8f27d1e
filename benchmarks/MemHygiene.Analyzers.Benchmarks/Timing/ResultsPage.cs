using System.Globalization;
using System.Runtime.InteropServices;
using MemHygiene.Analyzers.Benchmarks.Code;
using MemHygiene.Testing;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>benchmarks/results/Analyzers.md: all measurements of one run, whatever they say.</summary>
internal static class ResultsPage
{
    public sealed record Plan(int Projects, int Rounds, bool WithPeers, int Edits);

    public static async Task WriteAsync(Func<IEnumerable<CodeBase>> read, Plan plan, string? path, CancellationToken cancellation)
    {
        path ??= RepositoryRoot.Combine("benchmarks", "results", "Analyzers.md");
        var cold = await ColdBenchmark.RunAsync(read(), plan.Projects, plan.Rounds, plan.WithPeers, cancellation);
        var warm = await WarmBenchmark.RunAsync(read(), plan.Rounds, cancellation);
        var edit = await EditBenchmark.RunAsync(read(), plan.Edits, cancellation);
        var sizes = await SizesBenchmark.RunAsync(25_000, cancellation);
        var rules = string.Join(", ", ShippedRules.AllAsWarnings.Keys.Order(StringComparer.Ordinal));
        await File.WriteAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"""
            # Analyzers

            {DateTime.UtcNow:yyyy-MM-dd}, `dotnet run -c Release --project benchmarks/MemHygiene.Analyzers.Benchmarks -- all REPOSITORIES --references ASSEMBLIES`

            ```text
            {RuntimeInformation.OSDescription}, {Processor()}, {Environment.ProcessorCount} logical cores, {RuntimeInformation.FrameworkDescription}
            ```

            Rules: {rules}. On a machine that does other work, times differ from run to run by a third and more.

            ## The compiler's process

            Processor seconds of csc, without a compile server, in {plan.Rounds} rounds of turns (peers: {ColdBenchmark.RoundsOfPeers}). The idle analyzer does nothing with the operations that it
            asks for: what it adds, any analyzer adds, and a project of the SDK has some. What each package adds is the median of its difference to the idle analyzer in the
            same round, with the severities that the package ships with. "Idle again" is the idle analyzer for a second time: differences of that size are noise. The
            workstation's collector runs in all of them (csc comes with the server's), so that no collector's threads compete for the cores.
            Targets: ours at most {ColdBenchmark.MostOfCompile:0 %} of the compile, {ColdBenchmark.MostOfMeziantou:0.0 %} of Meziantou's, {ColdBenchmark.MostOfSonar:0.0 %} of Sonar's.
            Packages that these repositories use and the machine lacks are missing: declarations that need them are taken out, errors within bodies stay.

            {cold}
            ## Second run in a process

            Least of {plan.Rounds} rounds over compilations that nothing has bound yet. First the time inside the rules as the compiler's driver counts it: what a
            rule is the first to bind counts for the rule, although the compiler binds it anyway. Last the processor time of the process beyond the idle analyzer, where
            that is counted once; it varies by a hundred or two either way. Target: at most {WarmBenchmark.MostMilliseconds:0} ms per 100,000 lines.

            {warm}
            ## One character more

            Processor time of a document's findings after an edit in one of its methods, beyond the idle analyzer. Target: a median of at most {EditBenchmark.MostMilliseconds:0} ms.

            {edit}
            ## Size of the code

            Generated programs, each in a process of its own.

            {sizes}
            """).ReplaceLineEndings("\n").TrimEnd('\n') + "\n", cancellation);
        Console.WriteLine(path);
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
