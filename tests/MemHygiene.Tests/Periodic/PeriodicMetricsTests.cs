using System.Diagnostics.Metrics;
using MemHygiene.Periodic;

namespace MemHygiene.Tests.Periodic;

public sealed class PeriodicMetricsTests
{
    [Fact]
    public void Meter_TellsDurationsByNameAndOutcome_AndCoalescedRuns()
    {
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name.StartsWith("memhygiene.periodic_work.", StringComparison.Ordinal))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        var metrics = new PeriodicWorkMetrics("of-this-test");

        metrics.Ran(TimeSpan.FromSeconds(2), RunOutcome.Completed, coalesced: 0);
        metrics.Ran(TimeSpan.FromSeconds(9), RunOutcome.TimedOut, coalesced: 3);

        Assert.Equal(
            ["memhygiene.periodic_work.run.duration 2 completed", "memhygiene.periodic_work.run.duration 9 timed_out", "memhygiene.periodic_work.coalesced 3 "],
            seen);

        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            // Other tests of this process count as well.
            if (tags.Contains(new("memhygiene.periodic_work.name", "of-this-test")))
            {
                seen.Add($"{instrument.Name} {value} {(tags.Length > 1 ? tags[1].Value : "")}");
            }
        }
    }
}
