using System.Text.Json;
using MemHygiene.Budgets;
using MemHygiene.Periodic;
using MemHygiene.Pressure;
using MemHygiene.Readings;

namespace MemHygiene.Reports;

/// <summary>Who holds what at one moment, what limits it, and what is wrong. A copy: it does not change. Null means unknown or that there is no such thing, never zero.</summary>
public sealed record MemoryReport
{
    /// <summary>When it was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The machine's or container's name.</summary>
    public string? MachineName { get; init; }

    /// <summary>This process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>How long it has been running.</summary>
    public TimeSpan? UpTime { get; init; }

    /// <summary>The memory level.</summary>
    public MemoryLevel Level => Reading.Level;

    /// <summary>What the level follows from.</summary>
    public required MemoryReading Reading { get; init; }

    /// <summary>Where the levels lie.</summary>
    public required LevelBands Bands { get; init; }

    /// <summary>What somebody should know now, and what to do about it.</summary>
    public IReadOnlyList<MemoryAlert> Alerts { get; init; } = [];

    /// <summary>Memory trouble that the figures show, and what to do about it.</summary>
    public IReadOnlyList<MemorySymptom> Symptoms { get; init; } = [];

    /// <summary>What limits the process.</summary>
    public MemoryLimits? Limits { get; init; }

    /// <summary>Where the memory of the process is.</summary>
    public ProcessMemory? Process { get; init; }

    /// <summary>The container or service.</summary>
    public ContainerMemory? Container { get; init; }

    /// <summary>The machine.</summary>
    public HostMemory? Host { get; init; }

    /// <summary>All memory under the limit by who has it, this process among others.</summary>
    public MemoryBreakdown? Breakdown { get; init; }

    /// <summary>The runtime and how its garbage collector is set.</summary>
    public RuntimeReport? Runtime { get; init; }

    /// <summary>Who holds what, and what releases it.</summary>
    public IReadOnlyList<MemoryConsumerStatus> Consumers { get; init; } = [];

    /// <summary>The processes that share the work: this one alone, or all workers of its supervisor.</summary>
    public IReadOnlyList<WorkerReport> Workers { get; init; } = [];

    /// <summary>What runs now and then.</summary>
    public IReadOnlyList<PeriodicWorkStatus> PeriodicWork { get; init; } = [];

    /// <summary>The plan that the process was set up by, if <c>AddMemoryPlan()</c> added one.</summary>
    public MemoryPlan? Plan { get; init; }

    /// <summary>How many garbage collections the monitor has asked for.</summary>
    public long MonitorCollections { get; init; }

    /// <summary>The last five minutes, about one point a second, the oldest first.</summary>
    public IReadOnlyList<MemoryHistoryPoint> History { get; init; } = [];

    /// <summary>Parts that could not be read, and why. Empty if all could.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>The report for another program.</summary>
    /// <returns>One JSON object: names in camel case, bytes as numbers, shares from 0 to 1, times such as <c>00:00:30</c>, null for what is unknown.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, MemoryReportJson.Default.MemoryReport);

    /// <summary>The report for a console or a log.</summary>
    /// <returns>Several lines of plain text.</returns>
    public string ToText() => MemoryReportText.Write(this);

    /// <summary>The same as <see cref="ToText"/>.</summary>
    /// <returns>Several lines of plain text.</returns>
    public override string ToString() => ToText();
}
