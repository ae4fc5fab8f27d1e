namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>How fast a worker serves and grows, by its pulses of the last seconds.</summary>
internal sealed class WorkerTrend
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Queue<(TimeSpan At, long Requests, long? Bytes)> _pulses = [];

    public double RequestsPerSecond { get; private set; }

    /// <summary>Null while it is not known.</summary>
    public double? BytesPerSecond { get; private set; }

    public void Look(TimeSpan now, in WorkerPulse pulse)
    {
        _pulses.Enqueue((now, pulse.Requests, pulse.PrivateBytes));
        while (now - _pulses.Peek().At > Window)
        {
            _pulses.Dequeue();
        }

        var (at, requests, bytes) = _pulses.Peek();
        var seconds = (now - at).TotalSeconds;
        if (seconds >= Shortest.TotalSeconds)
        {
            RequestsPerSecond = (pulse.Requests - requests) / seconds;
            BytesPerSecond = (pulse.PrivateBytes - bytes) / seconds;
        }
    }

    /// <summary>How long until a figure reaches its limit at a pace; <see cref="TimeSpan.MaxValue"/> if it does not within a day.</summary>
    public static TimeSpan Until(double left, double perSecond) =>
        perSecond > 0 && left / perSecond < TimeSpan.SecondsPerDay ? TimeSpan.FromSeconds(Math.Max(0, left / perSecond)) : TimeSpan.MaxValue;
}
