using System.Diagnostics.CodeAnalysis;

namespace MemHygiene.Pressure;

/// <summary>The one place that collects garbage.</summary>
internal static class GarbageCollection
{
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This is the monitor, which bounds the rate (CollectionSchedule).")]
    public static void Run(bool aggressive)
    {
        if (aggressive)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        else
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }
}
