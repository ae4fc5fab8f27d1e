using System.Globalization;
using System.Runtime.InteropServices;
using MemHygiene.Testing;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>benchmarks/results/Recycling.md: all tables of one run, whatever they say.</summary>
internal static class ResultsPage
{
    public static void Write(Plan plan, IEnumerable<string> reports, string commandLine)
    {
        var path = RepositoryRoot.Combine("benchmarks", "results", "Recycling.md");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"""
            # Recycling

            {DateTime.UtcNow:yyyy-MM-dd}, `dotnet run -c Release --project benchmarks/MemHygiene.Recycling.Benchmarks -- {commandLine}`

            ```text
            {RuntimeInformation.OSDescription}, {Processor()}, {Environment.ProcessorCount} logical cores, {RuntimeInformation.FrameworkDescription}
            ```

            {plan.Workers} workers, {plan.Clients} clients that never retry and check every answer, {plan.Rounds} rounds in which each server is under load for {plan.Window.TotalSeconds:0} s, after one
            that does not count. All servers of a table run all the time; clients share the machine with them. "Replaced": after {plan.MaxRequests} requests and up to 50 more, drawn for each worker.
            Plain processes have a port each and as many clients each: as even as a load balancer that costs nothing. Throughput is the median of the rounds, a ratio the median of the rounds' ratios, latencies are of all
            requests together. CPU is user and system time of all of a server's processes, from the first round that counts to the end; for a replacement, what requests cost more than with workers that are never replaced. PSS: all processes, after the last round.
            "By CPU time" is the same ratio from CPU for each request, which other work on the machine changes less; it decides nothing.
            Gunicorn's workers do the same work in Python: their own ratio and failures compare, not their requests per second.

            {string.Join('\n', reports)}
            """).ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
        Console.WriteLine(path);
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
