using Microsoft.Extensions.Logging;

namespace MemHygiene.Periodic;

/// <summary>When one work runs. Its one-shot timer is the only door through which a run starts; it is armed again when the run has ended.</summary>
internal sealed class PeriodicWork
{
    private readonly Lock _gate = new();
    private readonly PeriodicWorkOptions _options;
    private readonly Pace _pace;
    private readonly PeriodicRunner _runner;
    private readonly PeriodicWorkMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private PeriodicWorkStatus _status;
    private ITimer? _timer;
    private CancellationToken _stopping;
    private bool _stopped;

    // The run under way, or one that somebody asked for and that the timer is about to start.
    private TaskCompletionSource<PeriodicWorkStatus>? _run;
    private bool _running;

    // The next run is due when this much of the interval (1, give or take the jitter) has passed since then.
    private long _waitingSince;
    private double _spread;

    public PeriodicWork(string name, PeriodicWorkOptions options, Pace pace, PeriodicRunner runner, TimeProvider time, ILogger logger)
    {
        _options = options;
        _pace = pace;
        _runner = runner;
        _metrics = new PeriodicWorkMetrics(name);
        _time = time;
        _logger = logger;
        _status = new PeriodicWorkStatus { Name = name, Interval = options.Interval, EffectiveInterval = options.Interval };
    }

    public PeriodicWorkStatus Status => Volatile.Read(ref _status);

    /// <summary>Schedules the first run.</summary>
    /// <param name="stopping">Cancels the run under way.</param>
    public void Start(CancellationToken stopping)
    {
        var interval = _pace.ReadInterval();
        lock (_gate)
        {
            _stopping = stopping;
            _waitingSince = _time.GetTimestamp();
            _spread = _options.RunAtStart ? 0 : _pace.DrawSpread();

            // Every run belongs to nobody: it must not carry the ambient state of whoever started the host.
            using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            {
                _timer = _time.CreateTimer(static work => ((PeriodicWork)work!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            Schedule(interval);
        }
    }

    public Task<PeriodicWorkStatus> TriggerAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_timer is null || _stopped)
            {
                throw new InvalidOperationException($"The periodic work '{_status.Name}' cannot run: the host {(_stopped ? "has stopped it" : "has not started it yet")}.");
            }

            if (_run is null)
            {
                _run = NewRun();
                _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            return _run.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Starts no run any more.</summary>
    /// <returns>Ends with the run under way. Whoever stops the work cancels its token as well.</returns>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            _timer?.Dispose();
            _status = _status with { NextRun = null };
            if (_running)
            {
                return _run!.Task;
            }

            _run?.TrySetCanceled(CancellationToken.None);
            _run = null;
            return Task.CompletedTask;
        }
    }

    private static TaskCompletionSource<PeriodicWorkStatus> NewRun() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void OnTimer()
    {
        var interval = _pace.ReadInterval();
        lock (_gate)
        {
            // A timer that is changed while it fires may fire twice.
            if (_running || _stopped)
            {
                return;
            }

            // Not due any more if the level has risen since the run was scheduled.
            if (_run is null && TimeLeft(interval) > TimeSpan.Zero)
            {
                Schedule(interval);
                return;
            }

            _run ??= NewRun();
            _running = true;
            _waitingSince = _time.GetTimestamp();
            _status = _status with { IsRunning = true, Runs = _status.Runs + 1, LastStart = _time.GetUtcNow(), NextRun = null };
        }

        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        var (outcome, error) = await _runner.RunAsync(CountTimeout, _stopping).ConfigureAwait(false);
        var interval = _pace.ReadInterval();
        TaskCompletionSource<PeriodicWorkStatus> run;
        PeriodicWorkStatus status;
        TimeSpan took;
        long missed;
        lock (_gate)
        {
            run = _run!;
            _run = null;
            _running = false;
            took = _time.GetElapsedTime(_waitingSince);
            missed = _stopped ? 0 : took.Ticks / interval.Ticks;
            _status = _status with
            {
                IsRunning = false,
                LastDuration = took,
                LastError = error,
                Failures = _status.Failures + (outcome == RunOutcome.Failed ? 1 : 0),
                Coalesced = _status.Coalesced + Math.Max(0, missed - 1),
            };
            if (!_stopped)
            {
                _spread = _pace.DrawSpread();
                Schedule(interval);
            }

            status = _status;
        }

        _metrics.Ran(took, outcome, Math.Max(0, missed - 1));
        if (missed > 0)
        {
            PeriodicWorkLog.MadeUp(_logger, status.Name, took, missed);
        }

        run.SetResult(status);
    }

    private void CountTimeout(string error)
    {
        lock (_gate)
        {
            _status = _status with { Timeouts = _status.Timeouts + 1, LastError = error };
        }
    }

    private TimeSpan TimeLeft(TimeSpan interval) => (interval * _spread) - _time.GetElapsedTime(_waitingSince);

    private void Schedule(TimeSpan interval)
    {
        // Timers count whole milliseconds: rounded down, the last one would be spent in a loop of timers that are due at once.
        var left = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(TimeLeft(interval).TotalMilliseconds)));
        _status = _status with { EffectiveInterval = interval, NextRun = _time.GetUtcNow() + left };
        _timer!.Change(left, Timeout.InfiniteTimeSpan);
    }
}
