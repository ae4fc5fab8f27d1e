using System.Diagnostics;
using System.Globalization;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>How much of the machine others use from now on: what neither this process nor its children have used.</summary>
internal sealed class OtherWork
{
    /// <summary>The kinds of time in the first line of /proc/stat that nobody else can use: all but idle, waiting for a disk, and guests, who are counted as users too.</summary>
    private static readonly int[] Busy = [1, 2, 3, 6, 7, 8];

    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly TimeSpan _usedBefore = Used();

    /// <summary>In cores, on average.</summary>
    public double Cores => Math.Max(0, (Used() - _usedBefore) / Stopwatch.GetElapsedTime(_startedAt));

    private static TimeSpan Used()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = Busy.Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds(ticks / (double)ProcessTree.TicksPerSecond) - ProcessTree.ProcessorTime(Environment.ProcessId);
    }
}
