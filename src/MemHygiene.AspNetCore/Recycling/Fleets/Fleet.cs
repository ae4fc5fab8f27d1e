using MemHygiene.AspNetCore.Recycling.Processes;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>
/// The rules, without processes or threads of its own: called by one thread at a time with what happened, it starts, drains and kills.
/// Never fewer serving workers than asked for if it can be helped, the replacement serving before the old one leaves, a bounded number of starts at a time,
/// and no further replacement while as many drain as serve, so that there are never more than twice as many processes as asked for, and the spare ones.
/// </summary>
internal sealed class Fleet
{
    public const int MostWorkers = 512;

    /// <summary>A worker ends by itself at most 3 s after its grace; one that has not is stuck.</summary>
    private static readonly TimeSpan KillMargin = TimeSpan.FromSeconds(5);

    // A worker that did next to nothing says nothing of what one takes.
    private const int FewestMeasuredRequests = 100;

    private readonly FleetRoster _members;
    private readonly ReplacementDemand _demand;
    private readonly HangWatch _hangs;
    private readonly StartFailures _failures = new();
    private readonly SupervisorOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<WorkerStart, IWorkerProcess> _launch;
    private readonly ILogger _logger;
    private readonly long _startedAt;
    private TimeSpan _nextDeadline = TimeSpan.MaxValue;
    private int _started;
    private int _restarts;
    private int _restartedUpTo;
    private int _left;
    private int _died;
    private long? _measuredBytes;
    private TimeSpan _lastLife = TimeSpan.MaxValue;
    private bool _isScaled;
    private bool _stopping;

    /// <param name="options">The rules' figures.</param>
    /// <param name="time">The clock, and the time zone.</param>
    /// <param name="launch">Starts a worker; it may throw what starting a process throws.</param>
    /// <param name="logger">What happens, one line each.</param>
    public Fleet(SupervisorOptions options, TimeProvider time, Func<WorkerStart, IWorkerProcess> launch, ILogger logger)
    {
        _options = options;
        _time = time;
        _launch = launch;
        _logger = logger;
        _startedAt = time.GetTimestamp();
        _members = new FleetRoster();
        _demand = new ReplacementDemand(options, _members);
        _hangs = new HangWatch(options, logger);
    }

    /// <summary>Whether the supervisor may end: it was asked to stop, or gave up, and no worker is left.</summary>
    public bool Finished => _stopping && _members.CountAll == 0;

    /// <summary>0, or 3 if no worker could be started.</summary>
    public int ExitCode { get; private set; }

    public FleetProgress Progress => new(
        _members.Count(MemberState.Serving),
        _demand.Workers,
        _members.Count(MemberState.Draining),
        _restarts,
        _members.Any(member => member.State != MemberState.Draining && member.Process.Number <= _restartedUpTo),
        _stopping);

    /// <summary>How long until <see cref="Advance"/> has something to do although nothing happened.</summary>
    public TimeSpan UntilNextDeadline => _nextDeadline == TimeSpan.MaxValue ? _nextDeadline : _nextDeadline - Now;

    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    /// <summary>A worker's host has started, and it is warm.</summary>
    public void Ready(int number)
    {
        if (_members.Find(number) is { State: MemberState.Starting } member)
        {
            _failures.Ready();
            member.State = MemberState.StandingBy;
            member.KillAt = TimeSpan.MaxValue;
            member.HeardAt = Now;
            _demand.StartTook = Now - member.StartedAt;
            Log.WorkerReady(_logger, number, member.Process.ProcessId, _demand.StartTook.TotalSeconds);
        }

        Advance();
    }

    /// <summary>A worker accepts connections.</summary>
    public void Serving(int number)
    {
        if (_members.Find(number) is { State: MemberState.TakingOver } member)
        {
            member.State = MemberState.Serving;
            member.ServesSince = Now;
            Log.WorkerServes(_logger, number, member.Process.ProcessId, (member.ServesSince - member.ToldAt).TotalMilliseconds);
            if (RecyclePolicy.DrawAge(_options, _time, Random.Shared) is var (reason, after))
            {
                member.Due(reason, member.ServesSince + after);
            }
        }

        Advance();
    }

    /// <summary>A worker lives, and says how.</summary>
    public void Pulse(int number, WorkerPulse pulse)
    {
        if (_members.Find(number) is { } member)
        {
            var now = Now;
            member.HeardAt = now;
            member.Pulse = pulse;
            member.Trend.Look(now, pulse);
            if (_hangs.IsStarved(member))
            {
                _hangs.KillStarved(member);
            }
            else if (member.State == MemberState.Serving)
            {
                _measuredBytes = pulse.PrivateBytes > (_measuredBytes ?? 0) ? pulse.PrivateBytes : _measuredBytes;
                member.ForeseenAt = Later(After(now, RecyclePolicy.Foresee(_options, pulse, member.Trend)), member.ServesSince + _options.MinWorkerLifetime);
                if (RecyclePolicy.JudgeMemory(_options, pulse, member.Trend, _demand.Lead) is { } reason)
                {
                    Due(member, reason, RecyclePolicy.DueAt(_options, member.ServesSince, now));
                }
            }
        }

        Advance();
    }

    /// <summary>A worker has served as many requests as it may.</summary>
    public void Exhausted(int number, long requests)
    {
        if (_members.Find(number) is { State: MemberState.Serving } member)
        {
            member.Pulse = member.Pulse with { Requests = requests };
            Due(member, RecycleReason.Requests, RecyclePolicy.DueAt(_options, member.ServesSince, Now));
        }

        Advance();
    }

    /// <summary>A worker asks to be replaced although it has not reached a limit: it was sent a TERM of its own.</summary>
    public void Retire(int number)
    {
        if (_members.Find(number) is { State: not MemberState.Draining } member)
        {
            Due(member, RecycleReason.Signal, Now);
        }

        Advance();
    }

    /// <summary>Replaces every worker, a few at a time.</summary>
    public void RestartAll()
    {
        Log.RollingRestart(_logger);
        _restarts++;
        _restartedUpTo = _started;
        foreach (var member in _members)
        {
            if (member.State == MemberState.StandingBy)
            {
                DrainMember(member, Now);
            }
            else if (member.State != MemberState.Draining)
            {
                member.Due(RecycleReason.Restart, Now);
            }
        }

        Advance();
    }

    /// <summary>Changes how many are to serve.</summary>
    /// <returns>How many that is now: at least 1 and at most <see cref="MostWorkers"/>.</returns>
    public int Scale(Func<int, int> change)
    {
        _isScaled = true;
        var workers = Math.Clamp(change(_demand.Workers), 1, MostWorkers);
        if (workers != _demand.Workers)
        {
            Log.Scaled(_logger, _demand.Workers, workers);
            _demand.Workers = workers;
            Advance();
        }

        return workers;
    }

    public void Stop()
    {
        Log.Stopping(_logger);
        StopCore();
        Advance();
    }

    public void KillAll()
    {
        foreach (var member in _members)
        {
            member.Process.Kill();
        }
    }

    /// <param name="number">The worker that ended.</param>
    /// <param name="exitCode">Its exit code; 128 and the signal's number if a signal ended it.</param>
    /// <param name="lastWords">The exception that ended it, if it could tell.</param>
    public void Exited(int number, int exitCode, string? lastWords)
    {
        if (_members.Find(number) is { } member)
        {
            _members.Remove(member);
            if (member.State == MemberState.Draining)
            {
                _left++;
                _failures.Reset();
                PlanAnew(member);
                Log.WorkerLeft(_logger, number, member.Process.ProcessId, WorkerExit.Describe(exitCode));
            }
            else
            {
                EndedByItself(member, exitCode, lastWords);
            }
        }

        Advance();
    }

    /// <summary>Does whatever the state and the clock ask for.</summary>
    public void Advance()
    {
        var now = Now;
        _hangs.Look(_members, now, late: _nextDeadline < now ? now - _nextDeadline : TimeSpan.Zero);
        if (!_stopping)
        {
            Replace(now);
        }

        _nextDeadline = NextDeadline(now);
    }

    public FleetStatus Status()
    {
        var now = Now;
        return new FleetStatus
        {
            ProcessId = Environment.ProcessId,
            UpSeconds = now.TotalSeconds,
            Workers = _demand.Workers,
            Started = _started,
            Left = _left,
            Died = _died,
            MeasuredWorkerBytes = _measuredBytes,
            IsStopping = _stopping,
            Members = [.. _members.Select(member => member.Status(now))],
        };
    }

    private void Replace(TimeSpan now)
    {
        while (_demand.Surplus(now) is { } surplus)
        {
            DrainMember(surplus, now);
        }

        while (_demand.Successor(now) is { } successor)
        {
            successor.State = MemberState.TakingOver;
            successor.ToldAt = now;
            successor.Process.Serve();
        }

        while (!_stopping && _failures.NoneBefore <= now && _demand.NeedsAnother(now))
        {
            StartOne(now);
        }
    }

    private void Due(FleetMember member, RecycleReason reason, TimeSpan at)
    {
        if (member.Due(reason, at))
        {
            // The next worker is started right now, or soon, and has to be told.
            _lastLife = RecyclePolicy.IsLimit(reason) ? at - member.ServesSince : _lastLife;
            var pulse = member.Pulse;
            Log.WorkerDue(_logger, member.Process.Number, member.Process.ProcessId, reason, pulse.Requests, (pulse.PrivateBytes ?? 0) / (1024.0 * 1024), Math.Max(0, (at - Now).TotalSeconds));
        }
    }

    /// <summary>Where the plan decides how many serve, it counts with what a worker really took.</summary>
    private void PlanAnew(FleetMember left)
    {
        if (_options.Workers is null && !_isScaled && !_stopping && left.Pulse.Requests >= FewestMeasuredRequests && _measuredBytes is { } bytes)
        {
            var planned = SupervisorOptions.Plan(bytes).Workers;
            if (planned != _demand.Workers)
            {
                Log.PlannedAnew(_logger, _demand.Workers, planned, SupervisorOptions.Plan(bytes).Explain());
                _demand.Workers = planned;
            }
        }
    }

    private void StartOne(TimeSpan now)
    {
        var number = ++_started;
        try
        {
            _members.Add(new FleetMember(_launch(new WorkerStart(number, LivesShortly: _lastLife < ShortLife.Longest)), now, now + _options.StartTimeout));
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            Log.StartFailed(_logger, number, exception.Message);
            CountFailure();
        }
    }

    private void EndedByItself(FleetMember member, int exitCode, string? lastWords)
    {
        var number = member.Process.Number;
        if (_stopping)
        {
            Log.WorkerLeft(_logger, number, member.Process.ProcessId, WorkerExit.Describe(exitCode));
        }
        else if (member.State == MemberState.Starting && exitCode == 0 && !_failures.EverReady)
        {
            // A command such as "migrate" that serves nothing: done once, it must not be run again.
            Log.NothingToServe(_logger, number);
            StopCore();
        }
        else
        {
            _died++;
            Log.WorkerDied(_logger, number, member.Process.ProcessId, WorkerExit.Describe(exitCode), member.State, lastWords ?? "its last output stands above.");
            if (member.State != MemberState.Serving || Now - member.ServesSince < RecyclePolicy.ShortestGoodLife)
            {
                CountFailure();
            }
            else
            {
                _failures.Reset();
            }
        }
    }

    private void CountFailure()
    {
        if (!_failures.Count(Now))
        {
            Log.GivingUp(_logger, _failures.InARow);
            ExitCode = 3;
            StopCore();
        }
    }

    private void StopCore()
    {
        _stopping = true;
        var now = Now;
        foreach (var member in _members)
        {
            if (member.State != MemberState.Draining)
            {
                DrainMember(member, now);
            }
        }
    }

    private void DrainMember(FleetMember member, TimeSpan now)
    {
        member.State = MemberState.Draining;
        member.KillAt = now + _options.GracefulTimeout + KillMargin;
        member.Process.Drain();
    }

    private TimeSpan NextDeadline(TimeSpan now)
    {
        var next = _stopping ? TimeSpan.MaxValue : _demand.NextDeadline(now);
        next = !_stopping && _failures.NoneBefore > now ? Sooner(next, _failures.NoneBefore) : next;
        return _members.Aggregate(next, (soonest, member) => Sooner(soonest, _hangs.NextDeadline(member)));
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan After(TimeSpan now, TimeSpan wait) => wait == TimeSpan.MaxValue ? wait : now + wait;
}
