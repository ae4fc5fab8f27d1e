using System.Collections;

namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>All workers that have been started and have not ended, the oldest first.</summary>
internal sealed class FleetRoster : IEnumerable<FleetMember>
{
    private readonly List<FleetMember> _members = [];

    public int CountAll => _members.Count;

    public void Add(FleetMember member) => _members.Add(member);

    public void Remove(FleetMember member) => _members.Remove(member);

    public FleetMember? Find(int number) => _members.Find(member => member.Process.Number == number);

    public FleetMember? Oldest(MemberState state) => _members.Find(member => member.State == state);

    public FleetMember? OldestDue(TimeSpan now) => _members.Find(member => member.State == MemberState.Serving && member.IsDue(now));

    public int Count(MemberState state) => _members.Count(member => member.State == state);

    public IEnumerator<FleetMember> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
