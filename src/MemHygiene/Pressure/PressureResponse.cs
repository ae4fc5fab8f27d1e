using Microsoft.Extensions.Logging;

namespace MemHygiene.Pressure;

/// <summary>What is done about a level: tells, trims, collects, alerts. One round at a time, on a thread that may wait for consumers and collections while the monitor goes on looking.</summary>
internal sealed class PressureResponse : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly MemoryMonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<bool> _collect;
    private readonly CollectionSchedule _collections;
    private MemoryLevel _told;
    private MemoryLevel _trimmedAt;
    private long _trimmed;
    private long _looked;
    private bool _hasLooked;
    private long _collectionCount;

    /// <param name="options">The monitor's.</param>
    /// <param name="facts">For the alerts and the collections.</param>
    /// <param name="collect">Collects garbage; true for the aggressive kind.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The monitor's.</param>
    public PressureResponse(MemoryMonitorOptions options, ProcessFacts facts, Action<bool> collect, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        logger = _logger = new QuietLogger(logger);
        _collect = collect;
        _collections = new(options, facts.FullCollections, time);
        Consumers = new(options, time, logger);
        Callbacks = new(Consumers, options, logger);
        Alerts = new(options, Consumers, facts, time, logger);
    }

    public MemoryConsumers Consumers { get; }

    public LevelCallbacks Callbacks { get; }

    public MemoryAlerts Alerts { get; }

    /// <summary>How many collections it has asked for.</summary>
    public long Collections => Interlocked.Read(ref _collectionCount);

    /// <summary>One round that never throws: when memory is out, allocating for a log line or a list may fail here as anywhere, and the next round is needed all the more.</summary>
    public void TryRespond(MemoryMonitor monitor)
    {
        try
        {
            Respond(monitor);
        }
        catch (Exception exception)
        {
            PressureLog.ResponseFailed(_logger, exception);
        }
    }

    /// <summary>One round.</summary>
    public void Respond(MemoryMonitor monitor)
    {
        var reading = monitor.Current;
        Tell(reading);
        if (IsTrimDue(reading.Level))
        {
            Trim(reading.Level);
        }

        if (_collections.IsDue(reading.Level, reading.UsedShare))
        {
            Collect(monitor, reading);
        }

        if (!_hasLooked || _time.GetElapsedTime(_looked) >= LookInterval)
        {
            _hasLooked = true;
            _looked = _time.GetTimestamp();
            Consumers.Look();
            KeepBudget();
            Alerts.LookFurther();
        }

        Alerts.Look(reading);
    }

    public void Dispose() => Consumers.Dispose();

    private void Tell(in MemoryReading reading)
    {
        if (reading.Level == _told)
        {
            return;
        }

        if (reading.Level > _told)
        {
            PressureLog.LevelRose(_logger, reading.Level, reading.UsedShare);
        }
        else
        {
            PressureLog.LevelFell(_logger, reading.Level, reading.UsedShare);
        }

        _told = reading.Level;
        Callbacks.Tell(reading.Level);
    }

    private bool IsTrimDue(MemoryLevel level)
    {
        if (level == MemoryLevel.Good)
        {
            _trimmedAt = level;
            return false;
        }

        return level > _trimmedAt || _time.GetElapsedTime(_trimmed) >= _options.TrimInterval;
    }

    private void Trim(MemoryLevel level)
    {
        _trimmedAt = level;
        _trimmed = _time.GetTimestamp();
        var before = Consumers.Statuses.Sum(status => status.ReleasedBytes);
        Consumers.Trim(level);
        PressureLog.Trimmed(_logger, level, Consumers.Statuses.Sum(status => status.ReleasedBytes) - before);
    }

    // By what the consumers say themselves, so it can be kept long before memory is short.
    private void KeepBudget()
    {
        if (_trimmedAt < MemoryLevel.Warning && Consumers.RefillableBytes > _options.BudgetBytes)
        {
            PressureLog.OverBudget(_logger, Consumers.RefillableBytes, _options.BudgetBytes.Value);
            Consumers.Trim(MemoryLevel.Warning);
        }
    }

    private void Collect(MemoryMonitor monitor, in MemoryReading before)
    {
        var began = _time.GetTimestamp();
        _collect(_collections.IsAggressive(before.Level));
        var took = _time.GetElapsedTime(began);
        _collections.Ran(took, before.UsedShare);
        Interlocked.Increment(ref _collectionCount);
        monitor.Look();
        PressureLog.Collected(_logger, before.Level, took.TotalMilliseconds, before.UsedShare, monitor.Current.UsedShare);
    }
}
