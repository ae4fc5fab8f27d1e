using System.Globalization;
using MemHygiene.Internal;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Pressure;

/// <summary>Raises an alert once when its reason appears, and ends it when the reason is gone. For one thread; the list is for all.</summary>
internal sealed class MemoryAlerts(MemoryMonitorOptions options, MemoryConsumers consumers, ProcessFacts facts, TimeProvider time, ILogger logger)
{
    // A little below what raised it, so that an alert does not come and go with every look.
    private const double StaysAbove = 0.95;

    // A program that has just started grows; that says nothing about where it ends.
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    private readonly long _started = time.GetTimestamp();
    private readonly long? _oomKillsAtStart = facts.OomKills();
    private volatile MemoryAlert[] _alerts = [];
    private volatile IAlertSource[] _sources = [];
    private long? _criticalSince;

    public IReadOnlyList<MemoryAlert> Current => _alerts;

    /// <summary>Critical for so long that only a new process helps.</summary>
    public bool IsRestartNeeded => _alerts.Any(alert => alert.Kind == MemoryAlertKind.RestartNeeded);

    public void Add(IAlertSource source) => _sources = [.. _sources, source];

    /// <summary>What follows from the reading alone.</summary>
    public void Look(in MemoryReading reading)
    {
        Set(MemoryAlertKind.MemoryHigh, High(reading));
        Set(MemoryAlertKind.Growing, Growing(reading));
        Set(MemoryAlertKind.RestartNeeded, RestartNeeded(reading));
    }

    /// <summary>What takes files to be read, a quarter of a millisecond: not as often as memory is looked at.</summary>
    public void LookFurther()
    {
        Set(MemoryAlertKind.WorkerLarge, Large());
        Set(MemoryAlertKind.OomKill, OomKill());
        foreach (var (kind, found) in _sources.SelectMany(source => source.Look()))
        {
            Set(kind, found);
        }
    }

    private (string, string)? High(in MemoryReading reading)
    {
        var above = options.AlertAbove * (Is(MemoryAlertKind.MemoryHigh) ? StaysAbove : 1);
        if (!(reading.UsedShare > above))
        {
            return null;
        }

        var of = reading is { UsedBytes: { } used, LimitBytes: { } limit } ? $" ({ByteText.Of(used)} of {ByteText.Of(limit)})" : "";
        return (
            string.Create(CultureInfo.InvariantCulture, $"More than {options.AlertAbove:P0} of the memory limit is in use: {reading.UsedShare:P0}{of}."),
            Largest() ?? "Raise the limit, run fewer workers, or find in the report what holds it.");
    }

    private (string, string)? Large()
    {
        if (options.WorkerAlertBytes is not { } limit || facts.PrivateBytes() is not { } bytes || bytes <= limit * (Is(MemoryAlertKind.WorkerLarge) ? StaysAbove : 1))
        {
            return null;
        }

        return (
            $"This process holds {ByteText.Of(bytes)} of its own, more than {ByteText.Of(limit)}.",
            Largest() ?? "Recycle workers after a number of requests, or find in the report what holds it.");
    }

    private (string, string)? Growing(in MemoryReading reading) =>
        reading.TimeToLimit < Soon && time.GetElapsedTime(_started) > StartUp && reading is { Level: > MemoryLevel.Good }
            ? ($"Memory grows: at this pace the limit is reached in {Minutes(reading.TimeToLimit.Value)}.",
                "Look for what grows with every request: the analyzer's MH2xxx rules name it in the code.")
            : null;

    private (string, string)? RestartNeeded(in MemoryReading reading)
    {
        if (reading.Level != MemoryLevel.Critical)
        {
            _criticalSince = null;
            return null;
        }

        _criticalSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_criticalSince.Value) >= options.RestartAfter
            ? ($"Memory has been critical for {Minutes(options.RestartAfter)}, and neither trims nor collections helped.", "Restart the process, and give it a larger limit or less to hold.")
            : null;
    }

    // Stays until the process ends: the kill was not undone.
    private (string, string)? OomKill() => facts.OomKills() - _oomKillsAtStart is > 0 and var kills
        ? ($"The kernel killed {kills} process{(kills == 1 ? "" : "es")} for want of memory since this one started.", "Raise the limit or run fewer workers: the plan says how many fit.")
        : null;

    private string? Largest() => consumers.Statuses.Where(status => status.Usage.HeldBytes > 0).MaxBy(status => status.Usage.HeldBytes) is { } largest
        ? $"The largest consumer is {largest.Name} with {ByteText.Of(largest.Usage.HeldBytes!.Value)}. {largest.ReleasedBy}"
        : null;

    private bool Is(MemoryAlertKind kind) => _alerts.Any(alert => alert.Kind == kind);

    private void Set(MemoryAlertKind kind, (string Message, string Advice)? found)
    {
        var known = _alerts.FirstOrDefault(alert => alert.Kind == kind);
        if (found is null && known is null)
        {
            return;
        }

        var others = _alerts.Where(alert => alert.Kind != kind);
        if (found is not { } said)
        {
            PressureLog.AlertOver(logger, known!.Message);
            _alerts = [.. others];
            return;
        }

        if (known is null)
        {
            PressureLog.AlertRaised(logger, said.Message, said.Advice);
        }

        _alerts = [.. others, new MemoryAlert(kind, known?.Since ?? time.GetUtcNow(), said.Message, said.Advice)];
    }

    private static string Minutes(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? $"{time.TotalSeconds:F0} s"
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:F0} min");
}
