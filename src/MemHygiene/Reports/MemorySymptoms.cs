using System.Globalization;
using MemHygiene.Internal;
using MemHygiene.Readings;

namespace MemHygiene.Reports;

/// <summary>Reads trouble out of the figures. The thresholds are rules of thumb of this library, chosen so that a healthy service shows none.</summary>
internal sealed class MemorySymptoms(TimeProvider time)
{
    private const double GCBoundAbove = 0.1;
    private const double StalledAbove = 0.1;
    private const double FragmentedAbove = 0.3;
    private const long FragmentedAtLeast = 64L * 1024 * 1024;
    private const double SwappedAbove = 0.05;
    private const long SwappedAtLeast = 16L * 1024 * 1024;

    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastForShare = TimeSpan.FromSeconds(50);

    /// <summary>The symptoms, the worst first.</summary>
    /// <param name="process">This process.</param>
    /// <param name="container">Its container.</param>
    /// <param name="host">Its machine.</param>
    /// <param name="trail">The last half hour.</param>
    /// <param name="now">The same for this moment.</param>
    public IReadOnlyList<MemorySymptom> Of(ProcessMemory? process, ContainerMemory? container, HostMemory? host, IReadOnlyList<TrailPoint> trail, in TrailPoint now) =>
    [
        .. new[]
        {
            OomKilled(container),
            Throttled(trail, now),
            Stalled(container?.Stalls ?? host?.Stalls),
            Swapping(process),
            GCBound(trail, now),
            LeakLike(trail, now),
            NativeGrowth(trail, now),
            Fragmented(process),
        }.OfType<MemorySymptom>(),
    ];

    // Not the host's count: it holds kills of other containers, and of weeks ago. An alert tells those since this process started.
    private static MemorySymptom? OomKilled(ContainerMemory? container) => container?.OomKills is > 0 and var kills
        ? new(
            MemorySymptomKind.OomKilled,
            Invariant($"The kernel has killed {kills} {(kills == 1 ? "process" : "processes")} of this container for want of memory."),
            "Raise the limit, run fewer workers, or find below what holds the memory.")
        : null;

    private MemorySymptom? Throttled(IReadOnlyList<TrailPoint> trail, in TrailPoint now)
    {
        var before = Since(trail, now, Lately)?.ThrottleEvents;
        return now.ThrottleEvents - before is > 0 and var events
            ? new(
                MemorySymptomKind.Throttled,
                Invariant($"The kernel slowed the container down {events} {(events == 1 ? "time" : "times")} in the last ten minutes, because it is above memory.high."),
                "Raise memory.high, or hold less: requests are slow because of this.")
            : null;
    }

    private static MemorySymptom? Stalled(MemoryStalls? stalls) => stalls?.Some?.LastMinute is > StalledAbove and var share
        ? new(
            MemorySymptomKind.Stalled,
            Invariant($"Tasks waited for memory for {share:P0} of the last minute."),
            "The kernel frees memory before it can give any. Raise the limit, or look for who else is on this machine.")
        : null;

    private static MemorySymptom? Swapping(ProcessMemory? process) =>
        process is { SwappedBytes: >= SwappedAtLeast and var swapped, ResidentBytes: { } resident } && swapped > (resident + swapped) * SwappedAbove
            ? new(
                MemorySymptomKind.Swapping,
                $"{ByteText.Of(swapped)} of this process are on disk.",
                "A collection reads them all back, and stops the program meanwhile. Give it more memory, or turn swap off for it.")
            : null;

    private MemorySymptom? GCBound(IReadOnlyList<TrailPoint> trail, in TrailPoint now)
    {
        if (Since(trail, now, LeastForShare + LeastForShare) is not { } before)
        {
            return null;
        }

        var elapsed = time.GetElapsedTime(before.Timestamp, now.Timestamp);
        var share = elapsed >= LeastForShare ? (now.Pause - before.Pause) / elapsed : 0;
        return share > GCBoundAbove
            ? new(
                MemorySymptomKind.GCBound,
                Invariant($"The garbage collector stopped the program for {share:P0} of the last {elapsed.TotalSeconds:F0} s."),
                "Allocate less in each request (rules MH1001 to MH1009 name where), or give the heap more room.")
            : null;
    }

    // Each full collection counts once, however often it was looked at.
    private static MemorySymptom? LeakLike(IReadOnlyList<TrailPoint> trail, in TrailPoint now)
    {
        long[] live = [.. trail.Append(now).Where(point => point.LiveBytes is not null).DistinctBy(point => point.FullCollection).Select(point => point.LiveBytes!.Value)];
        return SteadyGrowth.Of(live) is { } growth
            ? new(
                MemorySymptomKind.LeakLikeGrowth,
                $"What full collections leave behind has grown by {ByteText.Of(growth)} over the last {live.Length} of them, steadily.",
                "A leak, or a cache that still fills. Rules MH2001 to MH2006 name collections that grow with the requests; the consumers below say what they hold.")
            : null;
    }

    private MemorySymptom? NativeGrowth(IReadOnlyList<TrailPoint> trail, in TrailPoint now)
    {
        // The first minutes of a program say nothing about where it ends.
        if (trail.Count == 0 || time.GetElapsedTime(trail[0].Timestamp, now.Timestamp) < Lately)
        {
            return null;
        }

        long[] native = [.. trail.Append(now).Select(point => point.NativeBytes).OfType<long>()];
        return SteadyGrowth.Of(native) is { } growth
            ? new(
                MemorySymptomKind.NativeGrowth,
                $"Memory outside the managed heap has grown by {ByteText.Of(growth)} in {time.GetElapsedTime(trail[0].Timestamp, now.Timestamp).TotalMinutes.ToString("F0", CultureInfo.InvariantCulture)} minutes, steadily.",
                "Look for native handles that are not disposed (rules MH3001 to MH3004): models, images, connections. MALLOC_ARENA_MAX=2 helps where it is the allocator that keeps it.")
            : null;
    }

    private static MemorySymptom? Fragmented(ProcessMemory? process) =>
        process?.Managed is { FragmentedBytes: >= FragmentedAtLeast and var gaps, SizeBytes: > 0 and var size } && (double)gaps / size is > FragmentedAbove and var share
            ? new(
                MemorySymptomKind.Fragmented,
                Invariant($"{ByteText.Of(gaps)} of the managed heap are gaps, {share:P0} of it."),
                "Pool large and pinned buffers instead of making them anew, and set GCConserveMemory to 5 or more.")
            : null;

    private TrailPoint? Since(IReadOnlyList<TrailPoint> trail, in TrailPoint now, TimeSpan ago)
    {
        foreach (var point in trail)
        {
            if (time.GetElapsedTime(point.Timestamp, now.Timestamp) <= ago)
            {
                return point;
            }
        }

        return null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
