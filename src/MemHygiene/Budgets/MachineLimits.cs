using MemHygiene.Readings;

namespace MemHygiene.Budgets;

/// <summary>What a plan starts from where the options name neither memory nor cores. The one place that the defaults come from.</summary>
internal static class MachineLimits
{
    /// <summary>The container's limit, or else the host's memory or a limit on the managed heap where that is lower. The heap's limit inside a container is the plan's own result.</summary>
    public static long AvailableBytes
    {
        get
        {
            var limits = MemoryLimits.Current();
            return Math.Max(1, limits.ContainerBytes ?? Math.Min(limits.HostBytes ?? long.MaxValue, limits.GCHeapBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        }
    }

    public static int Cores => Math.Clamp(Environment.ProcessorCount, 1, WorkerPlan.MaxCores);
}
