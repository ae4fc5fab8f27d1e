using System.Diagnostics.Metrics;

namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>What an operator should see: cleanup that fails, and a background queue that fills up.</summary>
internal sealed class RequestCleanupMetrics
{
    public const string FailuresName = "memhygiene.request_cleanup.failures";
    public const string BackgroundPendingName = "memhygiene.request_cleanup.background.pending";
    public const string BackgroundFailuresName = "memhygiene.request_cleanup.background.failures";
    public const string BackgroundRejectedName = "memhygiene.request_cleanup.background.rejected";

    private readonly Counter<long> _failures;
    private readonly Counter<long> _backgroundFailures;
    private readonly Counter<long> _backgroundRejected;

    public RequestCleanupMetrics(IMeterFactory meters, BackgroundQueue queue)
    {
        var meter = meters.Create("MemHygiene");
        _failures = meter.CreateCounter<long>(FailuresName, "{callback}", "Callbacks and disposals at a request's end that threw.");
        _backgroundFailures = meter.CreateCounter<long>(BackgroundFailuresName, "{item}", "Background items that threw.");
        _backgroundRejected = meter.CreateCounter<long>(BackgroundRejectedName, "{item}", "Background items that were refused: queue full or host stopping.");
        meter.CreateObservableUpDownCounter(BackgroundPendingName, () => (long)queue.Pending, "{item}", "Background items reserved, waiting or running.");
    }

    public void CallbackFailed() => _failures.Add(1);

    public void BackgroundFailed() => _backgroundFailures.Add(1);

    public void BackgroundRejected() => _backgroundRejected.Add(1);
}
