namespace MemHygiene.Budgets;

/// <summary>What a plan starts from where the options name neither memory nor cores. The one place that the defaults come from.</summary>
internal static class MachineLimits
{
    /// <summary>What the garbage collector takes for the limit of this process. Inside a container that is three quarters of the container's limit.</summary>
    public static long AvailableBytes => Math.Max(1, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    public static int Cores => Math.Clamp(Environment.ProcessorCount, 1, WorkerPlan.MaxCores);
}
