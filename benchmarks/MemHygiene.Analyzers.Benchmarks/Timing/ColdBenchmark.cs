using System.Globalization;
using MemHygiene.Analyzers.Benchmarks.Code;
using MemHygiene.Analyzers.Idle;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>
/// Processor time of the compiler's process, started anew for each compile: with an analyzer that does nothing, with ours and with those of peers, in turns,
/// and the median of what each needs more than the idle one in the same round: a machine is slow for minutes at a time. Severities are those that each package
/// ships with.
/// </summary>
internal static class ColdBenchmark
{
    public const double MostOfCompile = 0.05;
    public const double MostOfMeziantou = 1 / 8d;
    public const double MostOfSonar = 1 / 40d;

    // Peers take ten times as long as what they are compared with, and differ by ten times its noise.
    public const int RoundsOfPeers = 2;

    public static async Task<string> RunAsync(IEnumerable<CodeBase> repositories, int projects, int rounds, bool withPeers, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("memhygiene-cold-").FullName;
        try
        {
            // The idle analyzer takes part twice: the difference to itself is what this machine's noise amounts to.
            var idle = typeof(IdleAnalyzer).Assembly.Location;
            Peer[] own = [new("alone", []), new("idle", [idle]), new("idle again", [idle]), new("MemHygiene", [ShippedRules.AnalyzerPath])];
            List<Peer> contestants = [.. own, .. withPeers ? await PeerPackages.RestoreAsync(Console.Out, cancellation) : []];
            var inputs = await CompilerInput.LargestAsync(repositories, projects, folder, cancellation);
            var table = new MarkdownTable(
                ["project", "lines", "compile alone, s", "+ idle analyzer, s", .. contestants.Skip(2).Select(peer => $"+ {peer.Name}, s"), "ours / compile", .. contestants.Skip(own.Length).Select(peer => $"ours / {peer.Name.Split('.')[0]}")]);
            foreach (var input in inputs)
            {
                var times = await MeasureAsync(input, contestants, own.Length, rounds, cancellation);
                AddRow(table, input, times, own.Length);
                foreach (var (contestant, seconds) in contestants.Zip(times))
                {
                    Console.WriteLine($"{input.Name}: {contestant.Name}: {string.Join(" ", seconds.Select(each => each.ToString("0.00", CultureInfo.InvariantCulture)))}");
                }
            }

            return table.ToString();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AddRow(MarkdownTable table, CompilerInput input, IReadOnlyList<double>[] times, int own)
    {
        var (alone, idle) = (times[0], times[1]);
        var extra = times.Select(seconds => Math.Round(Median(seconds.Zip(idle, (one, other) => one - other)), 2)).ToArray();
        var (compile, ours) = (Math.Round(Median(alone), 2), extra[own - 1]);
        table.Add([input.Name, input.Lines, compile, -extra[0], .. extra.Skip(2), Percent(ours, compile), .. extra.Skip(own).Select(peer => Percent(ours, peer))]);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static object Percent(double part, double whole) => part > 0 && whole > 0 ? (part / whole).ToString("0.0 %", CultureInfo.InvariantCulture) : "noise";

    private static async Task<IReadOnlyList<double>[]> MeasureAsync(CompilerInput input, List<Peer> contestants, int own, int rounds, CancellationToken cancellation)
    {
        var times = contestants.ConvertAll(_ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < (round < RoundsOfPeers ? contestants.Count : own); index++)
            {
                var (cpu, code, output) = await ChildProcess.RunAsync(
                    "dotnet", [CompilerPath, "-noconfig", $"@{input.ResponseFile}", .. contestants[index].Assemblies.Select(path => $"-analyzer:{path}")], cancellation);

                // Errors within bodies are expected where packages are missing; a compiler that stopped at a declaration has run no rule.
                var isOurs = contestants[index].Assemblies.Contains(ShippedRules.AnalyzerPath);
                if (output.Contains("CS9057", StringComparison.Ordinal) || output.Contains("CS8032", StringComparison.Ordinal) || (isOurs && !output.Contains(CompilerInput.MarkerId, StringComparison.Ordinal)))
                {
                    throw new InvalidOperationException($"{input.Name} with {contestants[index].Name} ended with {code}:\n{output[..Math.Min(output.Length, 2_000)]}");
                }

                times[index].Add(cpu.TotalSeconds);
            }
        }

        return [.. times];
    }

    private static string CompilerPath { get; } = Directory.GetDirectories(Path.Combine(ReferenceAssemblies.DotNetRoot, "sdk"))
        .Where(folder => Version.TryParse(Path.GetFileName(folder), out _))
        .OrderByDescending(folder => Version.Parse(Path.GetFileName(folder)))
        .Select(folder => Path.Combine(folder, "Roslyn", "bincore", "csc.dll"))
        .First(File.Exists);
}
