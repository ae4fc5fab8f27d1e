using System.Globalization;

namespace BeforeAfter.Reports;

/// <summary>One promise, what was measured, and whether it was kept. Null: nothing to compare with.</summary>
internal sealed record Target(string Promise, string Measured, bool? Met)
{
    private const double GrowthAllowed = 1.05;

    public static List<Target> Check(RunOptions options, Figures? before, Figures after)
    {
        var targets = new List<Target>();
        if (before is not null)
        {
            targets.Add(Share("Settled memory at most 30 % of before", after.SettledRssBytes, before.SettledRssBytes, 0.30));
            targets.Add(Share("Allocated bytes per request at most 5 % of before", after.AllocatedBytesPerRequest, before.AllocatedBytesPerRequest, 0.05));
            targets.Add(Share("Session writes at most 20 % of before", after.SessionWrites, before.SessionWrites, 0.20));
        }

        targets.Add(new Target(
            "At most one model load in a process",
            $"{after.ModelLoads} loads, {after.Processes} processes",
            after.ModelLoads > 0 && after.ModelLoads <= after.Processes));
        targets.Add(new Target("At most 30 file reads a minute", Invariant($"{after.FileReadsPerMinute:N1}"), after.FileReadsPerMinute <= 30));
        targets.Add(new Target(
            $"At most {options.Users + 50} outbound sockets (users + 50)",
            $"{after.OutboundSocketsOpened}",
            after.OutboundSocketsOpened <= options.Users + 50));
        targets.Add(Growth(after.RssAfterRoundBytes));
        targets.Add(new Target(
            "No failed request while workers are replaced",
            $"{after.FailedRequests} of {after.Requests:N0} failed, {after.Processes} processes served",
            after.FailedRequests == 0));
        return targets;
    }

    private static Target Share(string promise, long after, long before, double limit)
    {
        var share = before > 0 ? (double)after / before : double.PositiveInfinity;
        return new Target(promise, Invariant($"{share:P1}"), share <= limit);
    }

    private static Target Growth(IReadOnlyList<long> afterRounds)
    {
        const string Promise = "No growth: memory after rounds 3 and later at most 5 % above round 2";
        if (afterRounds.Count < 3)
        {
            return new Target(Promise, "fewer than three rounds", null);
        }

        var most = afterRounds.Skip(2).Max() / (double)afterRounds[1];
        return new Target(Promise, Invariant($"{most - 1:+0.0%;-0.0%} at most"), most <= GrowthAllowed);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
