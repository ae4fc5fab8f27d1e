using System.Diagnostics;
using System.Globalization;
using UnderPressure.Limits;

namespace UnderPressure.Bursts;

/// <summary>Whether the monitor tells of a shortage in time when memory fills at 100 MB a second towards 512 MB.</summary>
internal static class RampCheck
{
    private const long LimitBytes = 512L * 1024 * 1024;
    private const double Latest = 0.85;

    public static async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var isGood = true;
        foreach (var limit in new[] { new HeapLimit(LimitBytes), (IMemoryLimit?)ControlGroupLimit.TryCreate(LimitBytes) })
        {
            using (limit)
            {
                isGood &= limit is null || await RunAsync(limit, cancellation);
            }
        }

        return isGood;
    }

    private static async Task<bool> RunAsync(IMemoryLimit limit, CancellationToken cancellation)
    {
        var start = limit.Start(UnderPressureCommand.RampVerb);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var first = await process.StandardOutput.ReadLineAsync(cancellation);
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        var share = first?.Split(' ') is [_, var text] && double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 1;
        return Verdict.Target(
            string.Create(CultureInfo.InvariantCulture, $"100 MB/s towards 512 MB, {limit.Name}: told at {share:P0}, before {Latest:P0}; the process ended with {process.ExitCode}"),
            share < Latest && process.ExitCode == 0);
    }
}
