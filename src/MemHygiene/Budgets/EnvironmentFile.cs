using System.Globalization;
using System.Text;

namespace MemHygiene.Budgets;

/// <summary>Writes a plan as environment variables.</summary>
internal static class EnvironmentFile
{
    public static string Write(MemoryPlan plan)
    {
        var text = new StringBuilder();
        Line($"# Memory plan for {ByteText.Of(plan.AvailableBytes)} and {plan.Cores} {(plan.Cores == 1 ? "core" : "cores")}.");
        foreach (var problem in plan.Problems)
        {
            Line($"# {problem}");
        }

        if (plan.AvailableBytes >= ByteText.Megabyte)
        {
            Line($"{PlanEnvironment.Memory}={plan.AvailableBytes / ByteText.Megabyte}");
        }

        Line($"# {plan.WorkerReason}");
        Line($"{PlanEnvironment.Workers}={(plan.SingleProcess ? 0 : plan.Workers)}");
        if (plan.Threads is { } threads)
        {
            Line($"{PlanEnvironment.Threads}={threads}");
        }

        Line($"{PlanEnvironment.WorkerMemory}={plan.SetWorkerBytes / ByteText.Megabyte}");

        // The runtime reads numbers of the collector as hexadecimal, with or without the prefix.
        var gc = plan.GarbageCollection;
        Set("DOTNET_gcServer", gc.Server.Value ? "1" : "0", gc.Server.Reason);
        Set("DOTNET_gcConcurrent", gc.Concurrent.Value ? "1" : "0", gc.Concurrent.Reason);
        Set("DOTNET_GCConserveMemory", gc.ConserveMemory.Value.ToString("x", CultureInfo.InvariantCulture), gc.ConserveMemory.Reason);
        if (gc.HeapHardLimitBytes.Value is { } limit)
        {
            Set("DOTNET_GCHeapHardLimit", "0x" + limit.ToString("x", CultureInfo.InvariantCulture), gc.HeapHardLimitBytes.Reason);
        }

        return text.ToString();

        void Set(string name, string value, string reason)
        {
            Line($"# {reason}");
            Line($"{name}={value}");
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
