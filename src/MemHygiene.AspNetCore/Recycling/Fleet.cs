using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// The rules, without processes or threads of its own: called by one thread at a time with what happened, it starts, drains and kills.
/// Never fewer serving workers than asked for if it can be helped, one worker starting at a time, the replacement ready before the old one
/// leaves, and no further replacement while as many drain as serve, so that there are never more than twice as many processes as asked for.
/// </summary>
internal sealed class Fleet(SupervisorOptions options, TimeProvider time, Func<int, IWorkerProcess> launch, ILogger logger)
{
    /// <summary>A worker ends by itself at most 3 s after its grace; one that has not is stuck.</summary>
    private static readonly TimeSpan KillMargin = TimeSpan.FromSeconds(5);

    private readonly List<FleetMember> _members = [];
    private readonly long _startedAt = time.GetTimestamp();
    private TimeSpan _noStartBefore;
    private int _started;
    private int _failures;
    private bool _everReady;
    private bool _stopping;

    /// <summary>Whether the supervisor may end: it was asked to stop, or gave up, and no worker is left.</summary>
    public bool Finished => _stopping && _members.Count == 0;

    /// <summary>0, or 3 if no worker could be started.</summary>
    public int ExitCode { get; private set; }

    /// <summary>How long until <see cref="Advance"/> has something to do although nothing happened.</summary>
    public TimeSpan UntilNextDeadline
    {
        get
        {
            var now = Now;
            var next = !_stopping && _noStartBefore > now ? _noStartBefore : TimeSpan.MaxValue;
            foreach (var member in _members)
            {
                next = member.KillAt < next ? member.KillAt : next;
                next = member.State == MemberState.Serving && member.DueAt > now && member.DueAt < next ? member.DueAt : next;
            }

            return next - now;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_startedAt);

    public void Ready(int number)
    {
        if (Find(number) is { State: MemberState.Starting } member)
        {
            _everReady = true;
            member.State = MemberState.Serving;
            member.ReadyAt = Now;
            member.KillAt = TimeSpan.MaxValue;
            Log.WorkerReady(logger, number, member.Process.ProcessId, (member.ReadyAt - member.StartedAt).TotalSeconds);
        }

        Advance();
    }

    /// <summary>A worker has served as many requests as it may.</summary>
    public void Exhausted(int number, string requests)
    {
        if (Find(number) is { State: MemberState.Serving } member)
        {
            var now = Now;
            member.DueAt = RecyclePolicy.DueAt(options, member.ReadyAt, now);
            Log.WorkerExhausted(logger, number, member.Process.ProcessId, requests, (member.DueAt - now).TotalSeconds);
        }

        Advance();
    }

    /// <summary>A worker asks to be replaced although it has not reached a limit: it was sent a TERM of its own.</summary>
    public void Retire(int number)
    {
        if (Find(number) is { State: not MemberState.Draining } member)
        {
            member.DueAt = Now;
        }

        Advance();
    }

    /// <summary>Replaces every worker, one after the other.</summary>
    public void RestartAll()
    {
        Log.RollingRestart(logger);
        foreach (var member in _members)
        {
            member.DueAt = Now;
        }

        Advance();
    }

    public void Stop()
    {
        Log.Stopping(logger);
        StopCore();
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
        if (Find(number) is { } member)
        {
            _members.Remove(member);
            if (member.State == MemberState.Draining)
            {
                _failures = 0;
                Log.WorkerLeft(logger, number, member.Process.ProcessId, exitCode);
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
        foreach (var member in _members)
        {
            if (member.KillAt <= now)
            {
                Log.WorkerKilled(logger, member.Process.Number, member.Process.ProcessId, member.State);
                member.KillAt = TimeSpan.MaxValue;
                member.Process.Kill();
            }
        }

        if (_stopping)
        {
            return;
        }

        while (Count(MemberState.Serving) > options.Workers && OldestDue(now) is { } surplus)
        {
            DrainMember(surplus, now);
        }

        if (Count(MemberState.Starting) == 0 && _noStartBefore <= now && NeedsAnother(now))
        {
            StartOne(now);
        }
    }

    private bool NeedsAnother(TimeSpan now)
    {
        if (Count(MemberState.Serving) < options.Workers)
        {
            return true;
        }

        return OldestDue(now) is not null && Count(MemberState.Draining) < options.Workers;
    }

    private void StartOne(TimeSpan now)
    {
        var number = ++_started;
        try
        {
            _members.Add(new FleetMember(launch(number), now, now + options.StartTimeout));
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            Log.StartFailed(logger, number, exception.Message);
            CountFailure();
        }
    }

    private void EndedByItself(FleetMember member, int exitCode, string? lastWords)
    {
        var number = member.Process.Number;
        if (_stopping)
        {
            Log.WorkerLeft(logger, number, member.Process.ProcessId, exitCode);
        }
        else if (member.State == MemberState.Starting && exitCode == 0 && !_everReady)
        {
            // A command such as "migrate" that serves nothing: done once, it must not be run again.
            Log.NothingToServe(logger, number);
            StopCore();
        }
        else
        {
            Log.WorkerDied(logger, number, member.Process.ProcessId, exitCode, member.State, lastWords ?? "its last output stands above.");
            var lived = Now - member.ReadyAt;
            if (member.State == MemberState.Starting || lived < RecyclePolicy.ShortestGoodLife)
            {
                CountFailure();
            }
            else
            {
                _failures = 0;
            }
        }
    }

    private void CountFailure()
    {
        _failures++;
        if (!_everReady && _failures >= RecyclePolicy.MaxFailedStarts)
        {
            Log.GivingUp(logger, _failures);
            ExitCode = 3;
            StopCore();
            return;
        }

        _noStartBefore = Now + RecyclePolicy.BackOff(_failures);
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
        member.KillAt = now + options.GracefulTimeout + KillMargin;
        member.Process.Drain();
    }

    private FleetMember? Find(int number) => _members.Find(member => member.Process.Number == number);

    private FleetMember? OldestDue(TimeSpan now) => _members.Find(member => member.State == MemberState.Serving && member.IsDue(now));

    private int Count(MemberState state) => _members.Count(member => member.State == state);
}
