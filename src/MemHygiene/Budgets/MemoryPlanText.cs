using System.Globalization;
using System.Text;
using static MemHygiene.Budgets.ByteText;

namespace MemHygiene.Budgets;

/// <summary>Writes a plan for a person.</summary>
internal static class MemoryPlanText
{
    public static string Write(MemoryPlan plan)
    {
        var text = new StringBuilder();
        Line($"Memory plan for {Of(plan.AvailableBytes)} and {plan.Cores} {(plan.Cores == 1 ? "core" : "cores")}");
        Line($"{plan.WorkerReason}");
        foreach (var problem in plan.Problems)
        {
            Line($"! {problem}");
        }

        Line($"");
        WriteSum(plan, Line);
        Line($"");
        WriteRows(Rows(plan), Line);
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');
    }

    // One decimal of a MB each; the lines themselves add up to the byte.
    private static void WriteSum(MemoryPlan plan, Action<FormattableString> line)
    {
        var name = plan.Lines.Max(part => part.Name.Length);
        var bytes = Math.Max(Megabytes(plan.AvailableBytes).Length, "MB".Length);
        line($"{"part".PadRight(name)}  {"MB".PadLeft(bytes)}  how");
        foreach (var part in plan.Lines)
        {
            line($"{part.Name.PadRight(name)}  {Megabytes(part.Bytes).PadLeft(bytes)}  {part.Reason}");
        }

        line($"{"sum".PadRight(name)}  {Megabytes(plan.AvailableBytes).PadLeft(bytes)}");
    }

    private static void WriteRows((string Name, string Value)[] rows, Action<FormattableString> line)
    {
        var name = rows.Max(row => row.Name.Length);
        foreach (var row in rows)
        {
            line($"{row.Name.PadRight(name)}  {row.Value}");
        }
    }

    private static (string Name, string Value)[] Rows(MemoryPlan plan) =>
    [
        ("processes", plan.SingleProcess ? "1, without a supervisor" : Number(plan.Workers)),
        .. plan.Units is { } units ? [("units", Number(units))] : Array.Empty<(string, string)>(),
        ("in each", Of(plan.BytesPerWorker)),
        ("requests at once", $"{Number(plan.RequestsAtOnce)}, and {Number(plan.QueueLength)} wait"),
        ("caches", Of(plan.CacheBytes)),
        ("handlers", Number(plan.MaxHandlers)),
        .. plan.Database is { } pool
            ? [("database", $"{Number(pool.Size)} + {Number(pool.Overflow)} connections, replaced after {pool.ConnectionLifetime.TotalHours} h, waited for {pool.Timeout.TotalSeconds} s: {pool.Reason}")]
            : Array.Empty<(string, string)>(),
        ("server", $"{Number(plan.Server.MaxConnections)} connections, bodies to {Of(plan.Server.MaxRequestBodyBytes)}, idle for {plan.Server.KeepAlive.TotalSeconds} s"),
        ("collector", plan.GarbageCollection.Server.Reason),
        ("", plan.GarbageCollection.Concurrent.Reason),
        ("", plan.GarbageCollection.ConserveMemory.Reason),
        ("heap limit", plan.GarbageCollection.HeapHardLimitBytes is { Value: { } limit } heap ? $"{Of(limit)}: {heap.Reason}" : plan.GarbageCollection.HeapHardLimitBytes.Reason),
        ("container", $"limit {Of(plan.Container.MemoryLimitBytes)} and {Cpus(plan.Container.CpuLimit)} CPU, reservation {Of(plan.Container.MemoryReservationBytes)} and {Cpus(plan.Container.CpuReservation)} CPU"),
        .. plan.PostgreSql is { } server
            ? server.ToConfiguration().TrimEnd().Split('\n').Select((setting, index) => (index == 0 ? "PostgreSQL" : "", setting))
            : [],
    ];

    private static string Megabytes(long bytes) => ((double)bytes / Megabyte).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Cpus(double cores) => cores.ToString("0.##", CultureInfo.InvariantCulture);
}
