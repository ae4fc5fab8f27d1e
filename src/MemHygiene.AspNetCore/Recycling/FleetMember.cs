namespace MemHygiene.AspNetCore.Recycling;

internal enum MemberState
{
    Starting,
    Serving,
    Draining,
}

/// <summary>One worker in the fleet's books. Times count from the fleet's start; <see cref="TimeSpan.MaxValue"/> is never.</summary>
internal sealed class FleetMember(IWorkerProcess process, TimeSpan now, TimeSpan killAt)
{
    public IWorkerProcess Process { get; } = process;

    public MemberState State { get; set; } = MemberState.Starting;

    public TimeSpan StartedAt { get; } = now;

    public TimeSpan ReadyAt { get; set; }

    /// <summary>When it wants to be replaced.</summary>
    public TimeSpan DueAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>When it is killed: the end of its start's or of its drain's time.</summary>
    public TimeSpan KillAt { get; set; } = killAt;

    public bool IsDue(TimeSpan now) => DueAt <= now;
}
