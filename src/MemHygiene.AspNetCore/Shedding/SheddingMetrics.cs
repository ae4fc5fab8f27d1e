using System.Diagnostics.Metrics;

namespace MemHygiene.AspNetCore.Shedding;

internal sealed class SheddingMetrics(IMeterFactory meters)
{
    public const string RejectedName = "memhygiene.shedding.rejected";
    public const string QueuedName = "memhygiene.shedding.queued";
    public const string ActiveName = "memhygiene.shedding.active";
    public const string ReasonTag = "memhygiene.shedding.reason";

    private static readonly string[] Reasons = ["critical", "queue_full", "queue_timeout"];

    private readonly Meter _meter = meters.Create("MemHygiene");
    private Counter<long>? _rejected;

    public void Observe(AdmissionGate gate)
    {
        _rejected = _meter.CreateCounter<long>(RejectedName, "{request}", "Requests that were turned away with 503.");
        _meter.CreateObservableGauge(QueuedName, () => gate.Waiting, "{request}", "Requests that wait to be let in.");
        _meter.CreateObservableGauge(ActiveName, () => gate.Inside, "{request}", "Requests that were let in and run.");
    }

    public void TurnedAway(SheddingReason reason) => _rejected?.Add(1, new KeyValuePair<string, object?>(ReasonTag, Reasons[(int)reason]));
}
