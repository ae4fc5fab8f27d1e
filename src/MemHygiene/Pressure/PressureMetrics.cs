using System.Diagnostics.Metrics;
using MemHygiene.Readings;

namespace MemHygiene.Pressure;

/// <summary>The monitor's figures as instruments. All of them are asked for, none is kept: without a listener they cost nothing. What is unknown is not reported.</summary>
internal sealed class PressureMetrics : IDisposable
{
    public const string UsageName = "memhygiene.memory.usage";
    public const string LimitName = "memhygiene.memory.limit";
    public const string UtilizationName = "memhygiene.memory.utilization";
    public const string LevelName = "memhygiene.memory.level";
    public const string ConsumerUsageName = "memhygiene.memory.consumer.usage";
    public const string ReleasedName = "memhygiene.memory.consumer.released";
    public const string TrimsName = "memhygiene.memory.trims";
    public const string CollectionsName = "memhygiene.memory.collections";
    public const string AlertsName = "memhygiene.memory.alerts";
    public const string KindTag = "memhygiene.memory.limit.kind";
    public const string ConsumerTag = "memhygiene.memory.consumer.name";
    public const string OutcomeTag = "memhygiene.memory.trim.outcome";
    public const string AlertTag = "memhygiene.memory.alert.kind";

    private readonly MemoryMonitor _monitor;
    private readonly Meter _meter;

    /// <param name="monitor">Whose figures.</param>
    /// <param name="meters">The host's; without one the meter belongs to nobody.</param>
    public PressureMetrics(MemoryMonitor monitor, IMeterFactory? meters)
    {
        _monitor = monitor;
        _meter = meters?.Create("MemHygiene") ?? new Meter("MemHygiene");

        // Gauges, because use and limits of different kinds lie inside each other: adding them up says nothing.
        _meter.CreateObservableGauge(UsageName, Usage, "By", "Memory in use, by the limit that it counts against.");
        _meter.CreateObservableGauge(LimitName, Limits, "By", "The limit, by its kind.");
        _meter.CreateObservableGauge(UtilizationName, Utilization, "1", "The share of the limit in use, the largest of all kinds.");
        _meter.CreateObservableGauge(LevelName, () => (int)monitor.Level, "1", "The memory level: 0 good, 1 acceptable, 2 warning, 3 critical.");
        _meter.CreateObservableUpDownCounter(ConsumerUsageName, Held, "By", "What a memory consumer holds, by its own account.");
        _meter.CreateObservableCounter(ReleasedName, Released, "By", "What a memory consumer gave back when asked, by its own account.");
        _meter.CreateObservableCounter(TrimsName, Trims, "{trim}", "Times that a memory consumer was asked to give back, by how it went.");
        _meter.CreateObservableCounter(CollectionsName, () => monitor.Collections, "{collection}", "Garbage collections that the memory monitor asked for.");
        _meter.CreateObservableUpDownCounter(AlertsName, Alerts, "{alert}", "Memory alerts that are raised now.");
    }

    // A factory disposes its meters itself and ignores this.
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Usage()
    {
        var reading = _monitor.Current;
        return Both(reading.UsedBytes, reading, reading.ManagedBytes);
    }

    private IEnumerable<Measurement<long>> Limits()
    {
        var reading = _monitor.Current;
        return Both(reading.LimitBytes, reading, reading.ManagedLimitBytes);
    }

    private IEnumerable<Measurement<double>> Utilization()
    {
        if (_monitor.Current.UsedShare is { } share)
        {
            yield return new(share);
        }
    }

    private IEnumerable<Measurement<long>> Held() => ByConsumer(status => status.Usage.HeldBytes);

    private IEnumerable<Measurement<long>> Released() => ByConsumer(status => status.ReleasedBytes);

    // Two consumers may have one name; two measurements with the same tags would hide one of them.
    private IEnumerable<Measurement<long>> ByConsumer(Func<MemoryConsumerStatus, long?> figure) =>
        from status in _monitor.Consumers
        where figure(status) is not null
        group figure(status)!.Value by status.Name into sameName
        select new Measurement<long>(sameName.Sum(), new KeyValuePair<string, object?>(ConsumerTag, sameName.Key));

    private IEnumerable<Measurement<long>> Trims() =>
        Enum.GetValues<TrimOutcome>().Select(outcome => new Measurement<long>(_monitor.Response.Consumers.TrimCount(outcome), new KeyValuePair<string, object?>(OutcomeTag, Text(outcome))));

    private IEnumerable<Measurement<long>> Alerts()
    {
        var raised = _monitor.Alerts;
        return Enum.GetValues<MemoryAlertKind>().Select(kind =>
            new Measurement<long>(raised.Count(alert => alert.Kind == kind), new KeyValuePair<string, object?>(AlertTag, Text(kind))));
    }

    private static IEnumerable<Measurement<long>> Both(long? limited, MemoryReading reading, long? managed)
    {
        if (limited is { } bytes)
        {
            yield return new(bytes, new KeyValuePair<string, object?>(KindTag, Text(reading.LimitKind)));
        }

        if (managed is { } managedBytes)
        {
            yield return new(managedBytes, new KeyValuePair<string, object?>(KindTag, Text(MemoryLimitKind.GCHeap)));
        }
    }

    private static string Text(MemoryLimitKind kind) => kind switch
    {
        MemoryLimitKind.Container => "container",
        MemoryLimitKind.Host => "host",
        MemoryLimitKind.GCHeap => "gc_heap",
        _ => "unknown",
    };

    private static string Text(TrimOutcome outcome) => outcome switch
    {
        TrimOutcome.Trimmed => "trimmed",
        TrimOutcome.Failed => "failed",
        _ => "timed_out",
    };

    private static string Text(MemoryAlertKind kind) => kind switch
    {
        MemoryAlertKind.MemoryHigh => "memory_high",
        MemoryAlertKind.WorkerLarge => "worker_large",
        MemoryAlertKind.Growing => "growing",
        MemoryAlertKind.RestartNeeded => "restart_needed",
        MemoryAlertKind.SlowResponses => "slow_responses",
        MemoryAlertKind.FailedRequests => "failed_requests",
        _ => "oom_kill",
    };
}
