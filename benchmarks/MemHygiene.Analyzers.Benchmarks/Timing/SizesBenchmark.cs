using System.Diagnostics;
using System.Globalization;
using MemHygiene.Analyzers.Benchmarks.Code;
using MemHygiene.Analyzers.Idle;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>Time and memory grow with the code, no faster: generated programs of one, two and four times a size, each in a process of its own.</summary>
internal static class SizesBenchmark
{
    private const int Rounds = 3;

    public static async Task<string> RunAsync(int smallest, CancellationToken cancellation)
    {
        var table = new MarkdownTable("lines", "rules, ms", "ms per 100,000 lines", "peak of the process, MB", "peak without rules, MB");
        foreach (var lines in new[] { smallest, smallest * 2, smallest * 4 })
        {
            var (with, without) = (await ChildAsync(lines, rules: true, cancellation), await ChildAsync(lines, rules: false, cancellation));
            table.Add(lines, Math.Round(with.Milliseconds), Math.Round(with.Milliseconds * 100_000 / lines), with.Megabytes, without.Megabytes);
        }

        return table.ToString();
    }

    /// <summary>What the process of one size does: full analyses, of which the later ones are timed.</summary>
    public static async Task MeasureHereAsync(int lines, bool rules, CancellationToken cancellation)
    {
        var compilation = (CSharpCompilation)(await GeneratedCode.Create(lines).CompileAsync(cancellation))[0];
        var milliseconds = 0d;
        for (var round = 0; round < 2; round++)
        {
            if (rules)
            {
                milliseconds = (await RuleTimes.CostAsync(compilation, Rounds, cancellation)).Milliseconds;
            }
            else
            {
                await RuleTimes.Start(compilation.Clone(), [new IdleAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellation);
            }
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{milliseconds} {process.PeakWorkingSet64 / 1_000_000}"));
    }

    private static async Task<(double Milliseconds, int Megabytes)> ChildAsync(int lines, bool rules, CancellationToken cancellation)
    {
        var (_, code, output) = await ChildProcess.RunAsync(
            "dotnet", [typeof(SizesBenchmark).Assembly.Location, "one-size", "--lines", lines.ToString(CultureInfo.InvariantCulture), .. rules ? new[] { "--rules" } : []], cancellation);
        if (code != 0 || output.Split(' ') is not [var milliseconds, var megabytes])
        {
            throw new InvalidOperationException($"{lines} lines ended with {code}:\n{output}");
        }

        return (double.Parse(milliseconds, CultureInfo.InvariantCulture), int.Parse(megabytes, CultureInfo.InvariantCulture));
    }
}
