using System.Globalization;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>Kills workers that overran the time of their start or of their leaving, and those that hang.</summary>
internal sealed class HangWatch(SupervisorOptions options, ILogger logger)
{
    /// <summary>A supervisor that wakes so much later than it meant to was stopped or starved itself, and must not blame the workers.</summary>
    private static readonly TimeSpan OwnNap = TimeSpan.FromSeconds(2);

    /// <param name="members">All workers.</param>
    /// <param name="now">This moment.</param>
    /// <param name="late">How much later it is than the supervisor meant to look.</param>
    public void Look(FleetRoster members, TimeSpan now, TimeSpan late)
    {
        foreach (var member in members)
        {
            if (late > OwnNap && member.IsUp)
            {
                member.HeardAt = now;
            }

            if (member.KillAt <= now)
            {
                Log.WorkerKilled(logger, member.Process.Number, member.Process.ProcessId, member.State);
                member.KillAt = TimeSpan.MaxValue;
                member.Process.Kill();
            }
            else if (HungAt(member) <= now)
            {
                Kill(member, $"nothing was heard of it for {(now - member.HeardAt).TotalSeconds:0.0} s");
            }
        }
    }

    /// <summary>Whether the last pulse says that nothing runs any more, although the thread that pulses does.</summary>
    public bool IsStarved(FleetMember member) => member.IsUp && !member.Pulse.IsDebugged && member.Pulse.PoolDelay >= options.HangTimeout;

    public void KillStarved(FleetMember member) => Kill(member, $"its thread pool has run nothing for {member.Pulse.PoolDelay.TotalSeconds:0.0} s");

    public TimeSpan NextDeadline(FleetMember member)
    {
        var hung = HungAt(member);
        return hung < member.KillAt ? hung : member.KillAt;
    }

    private TimeSpan HungAt(FleetMember member) =>
        !member.IsUp || member.WasKilled || member.Pulse.IsDebugged ? TimeSpan.MaxValue : member.HeardAt + options.HangTimeout;

    private void Kill(FleetMember member, FormattableString how)
    {
        if (!member.WasKilled)
        {
            member.WasKilled = true;
            Log.WorkerHung(logger, member.Process.Number, member.Process.ProcessId, how.ToString(CultureInfo.InvariantCulture));
            member.Process.Kill();
        }
    }
}
