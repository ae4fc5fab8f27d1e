using MemHygiene.Readings;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Pressure;

/// <summary>Knows how close the process is to its limit, and makes those who hold memory give back before the kernel does something about it. A singleton that <c>AddMemHygiene()</c> adds and the host starts.</summary>
/// <remarks>Thread-safe. Nothing here throws because something could not be read: what is unknown is null, and counts as free.</remarks>
public sealed class MemoryMonitor : IDisposable
{
    // A process that fills its limit in five seconds: the fastest that is watched for. Looks come as often as it could have crossed the next threshold.
    private const double FastestGrowthPerSecond = 0.2;

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestAtTraffic = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly IMemorySampler _sampler;
    private readonly MemoryMonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LevelGauge _gauge;
    private readonly GrowthTrend _trend;
    private readonly MemoryHistory _history = new();
    private MemoryReading _current;
    private volatile MemoryLevel _level;
    private long _lookedAt;
    private bool _hasFailed;

    internal MemoryMonitor(IMemorySampler sampler, MemoryMonitorOptions options, PressureResponse response, TimeProvider time, ILogger<MemoryMonitor> logger)
    {
        _sampler = sampler;
        _options = options;
        _time = time;
        _logger = new QuietLogger(logger);
        _gauge = new(options, time);
        _trend = new(time);
        Response = response;
        Look();
    }

    /// <summary>The level at the last look: a read of one field.</summary>
    public MemoryLevel Level => _level;

    /// <summary>The last look.</summary>
    public MemoryReading Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>The last five minutes, about one point a second, the oldest first.</summary>
    public IReadOnlyList<MemoryHistoryPoint> History
    {
        get
        {
            lock (_gate)
            {
                return _history.ToArray();
            }
        }
    }

    /// <summary>Who holds what, as of a few seconds ago, in the order of registration.</summary>
    public IReadOnlyList<MemoryConsumerStatus> Consumers => Response.Consumers.Statuses;

    /// <summary>What somebody should know now.</summary>
    public IReadOnlyList<MemoryAlert> Alerts => Response.Alerts.Current;

    /// <summary>How many garbage collections the monitor has asked for.</summary>
    public long Collections => Response.Collections;

    internal PressureResponse Response { get; }

    /// <summary>Called when traffic has seen that the level rose: nobody waits for the next look by the clock then.</summary>
    internal Action? Rose { get; set; }

    /// <summary>How long until the next look: shorter the closer the next threshold is.</summary>
    internal TimeSpan NextLook
    {
        get
        {
            lock (_gate)
            {
                var seconds = _gauge.RoomToNextLevel(_current.FreeShare) / FastestGrowthPerSecond;
                return TimeSpan.FromSeconds(Math.Clamp(seconds, ShortestInterval.TotalSeconds, _options.SampleInterval.TotalSeconds));
            }
        }
    }

    /// <summary>Adds a consumer that is no service of the container. Services of type <see cref="IMemoryConsumer"/> are added by themselves when the host starts.</summary>
    /// <param name="consumer">What holds memory. The monitor keeps it alive until the registration is disposed.</param>
    /// <returns>Dispose it to take the consumer out again.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="consumer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="consumer"/> is registered already.</exception>
    public IDisposable Register(IMemoryConsumer consumer)
    {
        ArgumentNullException.ThrowIfNull(consumer);

        return Response.Consumers.Add(consumer);
    }

    /// <summary>Calls back when the level has changed, from a thread of the monitor, with the level then; changes that come faster than callbacks return are told as one.</summary>
    /// <param name="callback">An exception is logged. It is left behind, and not called again, while it does not return in <see cref="MemoryMonitorOptions.TrimTimeout"/>.</param>
    /// <returns>Dispose it to be told no more.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    public IDisposable OnLevelChanged(Action<MemoryLevel> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);

        return Response.Callbacks.Add(callback);
    }

    /// <summary>Ends the calls into consumers. The host has stopped looking before.</summary>
    public void Dispose() => Response.Dispose();

    // Once for each row of failures.
    private void Say(Exception exception)
    {
        if (_hasFailed)
        {
            return;
        }

        _hasFailed = true;
        PressureLog.LookFailed(_logger, exception);
    }

    /// <summary>
    /// One look, unless there was one in the last 20 ms. For those who let work in: a hundred requests at once fill the memory faster than any clock looks,
    /// and their own arrival is the best sign of it.
    /// </summary>
    internal void LookAtTraffic()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < ShortestAtTraffic || !_gate.TryEnter())
        {
            return;
        }

        var before = _level;
        try
        {
            Look();
        }
        finally
        {
            _gate.Exit();
        }

        if (_level > before)
        {
            Rose?.Invoke();
        }
    }

    /// <summary>One look. Allocates nothing, unless a collection ran since the last one.</summary>
    internal void Look()
    {
        lock (_gate)
        {
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            try
            {
                var sample = _sampler.Read();
                var used = sample.UsedShare;
                _trend.Look(used);
                _level = _gauge.Look(1 - used);
                _current = new MemoryReading
                {
                    At = _time.GetUtcNow(),
                    Level = _level,
                    UsedBytes = sample.UsedBytes,
                    LimitBytes = sample.LimitBytes,
                    LimitKind = sample.LimitKind,
                    ManagedBytes = sample.ManagedBytes,
                    ManagedLimitBytes = sample.ManagedLimitBytes,
                    UsedShare = used,
                    GrowthPerSecond = _trend.PerSecond,
                    TimeToLimit = _trend.TimeToLimit(used),
                };
                _history.Add(_current);
                _hasFailed = false;
            }
            catch (Exception exception)
            {
                Say(exception);
            }
        }
    }
}
