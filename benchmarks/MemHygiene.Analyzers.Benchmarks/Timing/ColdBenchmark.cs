using System.Globalization;
using MemHygiene.Analyzers.Benchmarks.Code;
using MemHygiene.Analyzers.Idle;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>
/// Processor time of the compiler's process, started anew for each compile: with an analyzer that does nothing, with ours and with those of peers, in turns,
/// so that whatever else the machine does hits all of them, and the least of several rounds. Severities are those that each package ships with.
/// </summary>
internal static class ColdBenchmark
{
    public const double MostOfCompile = 0.05;
    public const double MostOfMeziantou = 1 / 8d;
    public const double MostOfSonar = 1 / 40d;

    // Peers take ten times as long as what they are compared with, and differ by ten times its noise.
    private const int RoundsOfPeers = 2;

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
                var least = await LeastAsync(input, contestants, own.Length, rounds, cancellation);
                AddRow(table, input, least, own.Length);
                Console.WriteLine($"{input.Name}: {string.Join(", ", contestants.Zip(least, (peer, cpu) => string.Create(CultureInfo.InvariantCulture, $"{peer.Name} {cpu.TotalSeconds:0.00} s")))}");
            }

            return table.ToString();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AddRow(MarkdownTable table, CompilerInput input, TimeSpan[] least, int own)
    {
        var (alone, idle) = (least[0].TotalSeconds, least[1].TotalSeconds);
        var extra = least.Select(cpu => Math.Round(cpu.TotalSeconds - idle, 2)).ToArray();
        var ours = extra[own - 1];
        table.Add([input.Name, input.Lines, Math.Round(alone, 2), Math.Round(idle - alone, 2), .. extra.Skip(2), Percent(ours, alone), .. extra.Skip(own).Select(peer => Percent(ours, peer))]);
    }

    private static object Percent(double part, double whole) => part > 0 && whole > 0 ? (part / whole).ToString("0.0 %", CultureInfo.InvariantCulture) : "noise";

    private static async Task<TimeSpan[]> LeastAsync(CompilerInput input, List<Peer> contestants, int own, int rounds, CancellationToken cancellation)
    {
        var least = Enumerable.Repeat(TimeSpan.MaxValue, contestants.Count).ToArray();
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

                least[index] = cpu < least[index] ? cpu : least[index];
            }
        }

        return least;
    }

    private static string CompilerPath { get; } = Directory.GetDirectories(Path.Combine(ReferenceAssemblies.DotNetRoot, "sdk"))
        .Where(folder => Version.TryParse(Path.GetFileName(folder), out _))
        .OrderByDescending(folder => Version.Parse(Path.GetFileName(folder)))
        .Select(folder => Path.Combine(folder, "Roslyn", "bincore", "csc.dll"))
        .First(File.Exists);
}
