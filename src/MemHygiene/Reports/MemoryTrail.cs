using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Reports;

/// <summary>The last half hour in points of half a minute, from the host's start to its stop: what tells growth from size.</summary>
internal sealed class MemoryTrail(Func<long, TrailPoint> take, TimeProvider time, ILogger<MemoryTrail> logger) : IHostedService, IDisposable
{
    private const int Capacity = 61;

    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Queue<TrailPoint> _points = new(Capacity);
    private ITimer? _timer;
    private int _isLooking;
    private bool _hasFailed;

    /// <summary>The points, the oldest first.</summary>
    public IReadOnlyList<TrailPoint> Points
    {
        get
        {
            lock (_gate)
            {
                return [.. _points];
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
        {
            _timer ??= time.CreateTimer(static trail => ((MemoryTrail)trail!).Look(), this, TimeSpan.Zero, Spacing);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        // One that hangs is alone: those after it pass.
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
        {
            return;
        }

        try
        {
            Add(take(time.GetTimestamp()));
        }
        catch (Exception exception)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                ReportLog.PartFailed(logger, exception, "the trail of the last half hour");
            }
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private void Add(TrailPoint point)
    {
        lock (_gate)
        {
            if (_points.Count == Capacity)
            {
                _points.Dequeue();
            }

            _points.Enqueue(point);
        }
    }
}
