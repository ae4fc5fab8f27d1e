using System.Runtime;
using System.Runtime.InteropServices;

namespace MemHygiene.Reports;

/// <summary>The runtime, how its garbage collector is set, and what it has done so far. Null means unknown.</summary>
public sealed record RuntimeReport
{
    /// <summary>Such as <c>.NET 10.0.1</c>.</summary>
    public required string Framework { get; init; }

    /// <summary>Such as <c>linux-x64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Whether the collector keeps a heap for each core (<c>DOTNET_gcServer</c>).</summary>
    public required bool ServerGC { get; init; }

    /// <summary>Whether full collections run beside the program (<c>DOTNET_gcConcurrent</c>).</summary>
    public bool? ConcurrentGC { get; init; }

    /// <summary>How hard the collector works against fragmentation, 0 to 9 (<c>DOTNET_GCConserveMemory</c>).</summary>
    public long? ConserveMemory { get; init; }

    /// <summary>How many heaps it has.</summary>
    public long? Heaps { get; init; }

    /// <summary>The limit on the heap that was set, in bytes (<c>DOTNET_GCHeapHardLimit</c>); null without one.</summary>
    public long? HeapHardLimitBytes { get; init; }

    /// <summary>Collections so far of generation 0, 1 and 2; each counts for the younger ones too.</summary>
    public required IReadOnlyList<int> Collections { get; init; }

    /// <summary>How long the collector has stopped the program so far.</summary>
    public required TimeSpan PauseTotal { get; init; }

    /// <summary>Bytes that were allocated so far, most of them long gone.</summary>
    public required long AllocatedTotalBytes { get; init; }

    internal static RuntimeReport Read()
    {
        var settings = GC.GetConfigurationVariables();
        return new()
        {
            Framework = RuntimeInformation.FrameworkDescription,
            Platform = RuntimeInformation.RuntimeIdentifier,
            ServerGC = GCSettings.IsServerGC,
            ConcurrentGC = Setting("ConcurrentGC") as bool?,
            ConserveMemory = Setting("GCConserveMem") as long?,
            Heaps = Setting("HeapCount") as long?,
            HeapHardLimitBytes = Setting("GCHeapHardLimit") is long and > 0 and var limit ? limit : null,
            Collections = [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)],
            PauseTotal = GC.GetTotalPauseDuration(),
            AllocatedTotalBytes = GC.GetTotalAllocatedBytes(),
        };

        object? Setting(string name) => settings.TryGetValue(name, out var value) ? value : null;
    }
}
