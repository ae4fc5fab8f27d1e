namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>How many workers the state of the fleet asks for, and when that may change although nothing happens.</summary>
internal sealed class ReplacementDemand(SupervisorOptions options, FleetRoster members)
{
    private static readonly TimeSpan ShortestLead = TimeSpan.FromSeconds(1);

    /// <summary>How many are to serve.</summary>
    public int Workers { get; set; } = options.WorkerCount;

    /// <summary>How long the last start took.</summary>
    public TimeSpan StartTook { get; set; }

    /// <summary>How long before a worker is due its replacement is started.</summary>
    public TimeSpan Lead => StartTook * 2 > ShortestLead ? StartTook * 2 : ShortestLead;

    public FleetMember? Surplus(TimeSpan now) =>
        members.Count(MemberState.Serving) > Workers ? members.OldestDue(now) ?? members.Oldest(MemberState.Serving) : null;

    /// <summary>A worker that stands by and is to serve now.</summary>
    public FleetMember? Successor(TimeSpan now) =>
        members.Count(MemberState.Serving) + members.Count(MemberState.TakingOver) < Workers + Replaceable(member => member.IsDue(now)) ? members.Oldest(MemberState.StandingBy) : null;

    /// <summary>Whether one more is to be started.</summary>
    public bool NeedsAnother(TimeSpan now)
    {
        if (members.Count(MemberState.Starting) >= options.MaxReplacementsAtOnce)
        {
            return false;
        }

        var due = Replaceable(member => member.IsDue(now));
        var foreseen = Replaceable(member => NoticeAt(member) <= now);
        return members.CountAll - members.Count(MemberState.Draining) < Workers + Math.Max(due + (options.KeepSpare ? 1 : 0), foreseen);
    }

    /// <summary>When <see cref="Successor"/> or <see cref="NeedsAnother"/> may change their answer by themselves.</summary>
    public TimeSpan NextDeadline(TimeSpan now)
    {
        var next = TimeSpan.MaxValue;
        foreach (var member in members)
        {
            if (member.State == MemberState.Serving)
            {
                next = Sooner(next, member.DueAt > now ? member.DueAt : next);
                next = Sooner(next, NoticeAt(member) > now ? NoticeAt(member) : next);
            }
        }

        return next;
    }

    /// <summary>How many of those may be on their way out at this moment.</summary>
    private int Replaceable(Func<FleetMember, bool> which)
    {
        var room = Math.Max(0, Math.Min(options.MaxReplacementsAtOnce, Workers - members.Count(MemberState.Draining)));
        return Math.Min(room, members.Count(member => member.State == MemberState.Serving && which(member)));
    }

    /// <summary>When the replacement of one that will be due has to be started.</summary>
    private TimeSpan NoticeAt(FleetMember member)
    {
        var due = Sooner(member.DueAt, member.ForeseenAt);
        return due == TimeSpan.MaxValue ? due : due - Lead;
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
