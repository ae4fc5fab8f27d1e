using System.Diagnostics.Tracing;

namespace MemHygiene.Pressure;

/// <summary>The monitor's figures for <c>dotnet-counters</c> and other readers of event counters. They are made when somebody first listens, and read while somebody does. What is unknown is not a number.</summary>
[EventSource(Name = SourceName)]
internal sealed class PressureEventSource : EventSource
{
    public const string SourceName = "MemHygiene";

    private const double Megabyte = 1024 * 1024;

    private MemoryMonitor? _monitor;
    private PollingCounter[]? _counters;

    private PressureEventSource()
    {
    }

    /// <summary>The only one: an event source lives as long as its process.</summary>
    public static PressureEventSource Instance { get; } = new();

    /// <summary>Whether anybody has ever listened.</summary>
    public bool HasCounters => _counters is not null;

    /// <summary>Shows this monitor from now on. Of several hosts in one process the one that started last is shown.</summary>
    [NonEvent]
    public void Show(MemoryMonitor monitor) => Volatile.Write(ref _monitor, monitor);

    [NonEvent]
    public void Hide(MemoryMonitor monitor) => Interlocked.CompareExchange(ref _monitor, null, monitor);

    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        if (command.Command == EventCommand.Enable)
        {
            _counters ??=
            [
                Counter("memory-level", "Memory level (0 good to 3 critical)", "", monitor => (int)monitor.Level),
                Counter("memory-used-share", "Memory in use of the limit", "%", monitor => monitor.Current.UsedShare * 100),
                Counter("memory-limit", "Memory limit", "MB", monitor => monitor.Current.LimitBytes / Megabyte),
                Counter("memory-managed", "Managed memory committed", "MB", monitor => monitor.Current.ManagedBytes / Megabyte),
                Counter("memory-held", "Held by memory consumers", "MB", monitor => Held(monitor) / Megabyte),
                Counter("memory-collections", "Collections asked for by the monitor", "", monitor => monitor.Collections),
            ];
        }
    }

    private static double? Held(MemoryMonitor monitor)
    {
        var known = monitor.Consumers.Where(status => status.Usage.HeldBytes is not null).ToList();
        return known.Count > 0 ? known.Sum(status => status.Usage.HeldBytes!.Value) : null;
    }

    private PollingCounter Counter(string name, string displayName, string unit, Func<MemoryMonitor, double?> figure) =>
        new(name, this, () => Volatile.Read(ref _monitor) is { } monitor ? figure(monitor) ?? double.NaN : double.NaN) { DisplayName = displayName, DisplayUnits = unit };
}
