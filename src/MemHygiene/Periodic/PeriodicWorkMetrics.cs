using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MemHygiene.Periodic;

/// <summary>What periodic work counts, by its name.</summary>
internal sealed class PeriodicWorkMetrics(string name)
{
    public const string RunDurationName = "memhygiene.periodic_work.run.duration";
    public const string CoalescedName = "memhygiene.periodic_work.coalesced";
    public const string NameTag = "memhygiene.periodic_work.name";
    public const string OutcomeTag = "memhygiene.periodic_work.outcome";

    private static readonly Meter Meter = new("MemHygiene");
    private static readonly Histogram<double> RunDuration = Meter.CreateHistogram<double>(RunDurationName, "s", "How long runs of periodic work took.");

    private static readonly Counter<long> Coalesced =
        Meter.CreateCounter<long>(CoalescedName, "{run}", "Runs that never came, because a single one made up for several that fell due during a long run.");

    private readonly TagList _tags = [new(NameTag, name)];

    public void Ran(TimeSpan duration, RunOutcome outcome, long coalesced)
    {
        if (RunDuration.Enabled)
        {
            RunDuration.Record(duration.TotalSeconds, [.. _tags, new(OutcomeTag, Text(outcome))]);
        }

        if (coalesced > 0)
        {
            Coalesced.Add(coalesced, _tags);
        }
    }

    private static string Text(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed => "completed",
        RunOutcome.Failed => "failed",
        RunOutcome.TimedOut => "timed_out",
        _ => "cancelled",
    };
}
