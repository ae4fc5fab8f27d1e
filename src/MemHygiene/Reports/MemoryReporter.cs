using System.Diagnostics;
using MemHygiene.Budgets;
using MemHygiene.Periodic;
using MemHygiene.Pressure;
using MemHygiene.Readings;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Reports;

/// <summary>Takes memory reports. A singleton that <c>AddMemHygiene()</c> adds.</summary>
/// <remarks>Thread-safe. A report costs milliseconds, so there is one a second at most: who asks within a second of another gets the same one.</remarks>
public sealed class MemoryReporter
{
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly MemoryMonitor _monitor;
    private readonly MemoryMonitorOptions _options;
    private readonly MemoryTrail _trail;
    private readonly Func<PeriodicWorkRegistry?> _periodic;
    private readonly Func<MemoryPlan?> _plan;
    private readonly KernelFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MemorySymptoms _symptoms;
    private readonly long _made;
    private readonly TimeSpan? _ageWhenMade;
    private readonly HashSet<string> _told = [];
    private MemoryReport? _last;
    private long _taken;

    internal MemoryReporter(
        MemoryMonitor monitor,
        MemoryMonitorOptions options,
        MemoryTrail trail,
        Func<PeriodicWorkRegistry?> periodic,
        Func<MemoryPlan?> plan,
        KernelFiles files,
        TimeProvider time,
        ILogger<MemoryReporter> logger)
    {
        _monitor = monitor;
        _options = options;
        _trail = trail;
        _periodic = periodic;
        _plan = plan;
        _files = files;
        _time = time;
        _logger = logger;
        _symptoms = new(time);
        _made = time.GetTimestamp();
        _ageWhenMade = AgeOfThisProcess();
    }

    /// <summary>The report now, or one that is less than a second old. Takes milliseconds, never throws.</summary>
    /// <returns>What could be read; <see cref="MemoryReport.Unread"/> names what could not.</returns>
    public MemoryReport Read()
    {
        lock (_gate)
        {
            if (_last is null || _time.GetElapsedTime(_taken) >= Shared)
            {
                _last = Take();
                _taken = _time.GetTimestamp();
            }

            return _last;
        }
    }

    private MemoryReport Take()
    {
        var unread = new List<string>();
        var process = Part("process", ReadProcess);
        var container = Part("container", () => ContainerMemory.Read(_files));
        var host = Part("host", () => HostMemory.Read(_files));
        var upTime = _ageWhenMade + _time.GetElapsedTime(_made);
        return new()
        {
            At = _time.GetUtcNow(),
            MachineName = Part("machine name", () => Environment.MachineName),
            ProcessId = Environment.ProcessId,
            UpTime = upTime,
            Reading = _monitor.Current,
            Bands = new(_options.AcceptableBelow, _options.WarningBelow, _options.CriticalBelow),
            Alerts = _monitor.Alerts,
            Symptoms = Part("symptoms", () => _symptoms.Of(process, container, host, _trail.Points, TrailPoint.Of(_time.GetTimestamp(), process, container))) ?? [],
            Limits = Part("limits", () => MemoryLimits.Read(_files)),
            Process = process,
            Container = container,
            Host = host,
            Breakdown = MemoryBreakdown.Of(process, container, host),
            Runtime = Part("runtime", RuntimeReport.Read),
            Consumers = _monitor.Consumers,
            Workers = Part("workers", () => new WorkerProcesses(_files, Environment.ProcessId).Read()) ?? [Alone(process, upTime)],
            PeriodicWork = Part("periodic work", () => _periodic()?.GetStatuses()) ?? [],
            Plan = Part("plan", _plan),
            MonitorCollections = _monitor.Collections,
            History = _monitor.History,
            Unread = unread,
        };

        T? Part<T>(string name, Func<T?> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (Exception exception)
            {
                unread.Add($"{name}: {exception.GetType().Name}: {exception.Message}");
                if (_told.Add(name))
                {
                    ReportLog.PartFailed(_logger, exception, name);
                }

                return null;
            }
        }
    }

    private ProcessMemory ReadProcess() => OperatingSystem.IsLinux() ? ProcessMemory.Read(_files) : ProcessMemory.Read();

    private static WorkerReport Alone(ProcessMemory? process, TimeSpan? upTime) => new()
    {
        ProcessId = Environment.ProcessId,
        IsThis = true,
        ResidentBytes = process?.ResidentBytes,
        PrivateBytes = process?.PrivateBytes,
        Threads = process?.Threads,
        Age = upTime,
    };

    private static TimeSpan? AgeOfThisProcess()
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            var age = TimeProvider.System.GetUtcNow() - process.StartTime.ToUniversalTime();
            return age >= TimeSpan.Zero ? age : null;
        }
        catch (Exception failure) when (failure is SystemException)
        {
            return null;
        }
    }
}
