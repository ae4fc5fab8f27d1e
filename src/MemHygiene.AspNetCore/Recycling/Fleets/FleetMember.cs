namespace MemHygiene.AspNetCore.Recycling.Fleets;

internal enum MemberState
{
    Starting,

    /// <summary>Ready and warm, but it does not accept connections yet.</summary>
    StandingBy,

    /// <summary>It was told to serve, and has not said yet that it does.</summary>
    TakingOver,
    Serving,
    Draining,
}

/// <summary>One worker in the fleet's books. Times count from the fleet's start; <see cref="TimeSpan.MaxValue"/> is never.</summary>
internal sealed class FleetMember(IWorkerProcess process, TimeSpan now, TimeSpan killAt)
{
    public IWorkerProcess Process { get; } = process;

    public MemberState State { get; set; } = MemberState.Starting;

    public TimeSpan StartedAt { get; } = now;

    /// <summary>When it was told to serve.</summary>
    public TimeSpan ToldAt { get; set; }

    /// <summary>Since when it serves.</summary>
    public TimeSpan ServesSince { get; set; }

    /// <summary>When it is to be replaced.</summary>
    public TimeSpan DueAt { get; private set; } = TimeSpan.MaxValue;

    public RecycleReason? DueFor { get; private set; }

    /// <summary>When it will be due, as far as that can be told by its pace.</summary>
    public TimeSpan ForeseenAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>When it is killed: the end of its start's or of its drain's time.</summary>
    public TimeSpan KillAt { get; set; } = killAt;

    /// <summary>Since when the supervisor has heard nothing of it.</summary>
    public TimeSpan HeardAt { get; set; } = now;

    /// <summary>Whether it was killed because it hangs.</summary>
    public bool WasKilled { get; set; }

    public WorkerPulse Pulse { get; set; }

    public WorkerTrend Trend { get; } = new();

    /// <summary>Whether it can be expected to pulse.</summary>
    public bool IsUp => State is MemberState.StandingBy or MemberState.TakingOver or MemberState.Serving;

    public bool IsDue(TimeSpan now) => DueAt <= now;

    /// <summary>Asks for its replacement; the earliest time counts.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Due(RecycleReason reason, TimeSpan at)
    {
        if (at >= DueAt)
        {
            return false;
        }

        DueAt = at;
        DueFor = reason;
        return true;
    }

    public WorkerStatus Status(TimeSpan now) => new()
    {
        Number = Process.Number,
        ProcessId = Process.ProcessId,
        State = State,
        AgeSeconds = (now - StartedAt).TotalSeconds,
        Requests = Pulse.Requests,
        RequestLimit = Pulse.RequestLimit is > 0 and < long.MaxValue ? Pulse.RequestLimit : null,
        Connections = Pulse.Connections,
        PrivateBytes = Pulse.PrivateBytes,
        HeapBytes = Pulse.HeapBytes,
        DueFor = DueFor,
        DueInSeconds = DueFor is null ? null : Math.Max(0, (DueAt - now).TotalSeconds),
    };
}
