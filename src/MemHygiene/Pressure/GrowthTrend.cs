namespace MemHygiene.Pressure;

/// <summary>The slope of the share in use over the last minute: a line of least squares through at most one look a second.</summary>
internal sealed class GrowthTrend(TimeProvider time)
{
    private const int Capacity = 60;

    // Below these a slope is noise: too few looks, or a rise of less than one percent over all of them.
    private const int FewestLooks = 10;
    private const double SmallestRise = 0.01;

    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(950);
    private static readonly TimeSpan TooFarAway = TimeSpan.FromDays(1);

    private readonly double[] _seconds = new double[Capacity];
    private readonly double[] _shares = new double[Capacity];
    private readonly long _start = time.GetTimestamp();
    private long _last;
    private int _next;
    private int _count;

    /// <summary>Shares of the limit per second; null until ten seconds are known.</summary>
    public double? PerSecond { get; private set; }

    public void Look(double? used)
    {
        if (used is not { } share)
        {
            (_count, _next, PerSecond) = (0, 0, null);
            return;
        }

        if (_count > 0 && time.GetElapsedTime(_last) < Spacing)
        {
            return;
        }

        _last = time.GetTimestamp();
        _seconds[_next] = time.GetElapsedTime(_start, _last).TotalSeconds;
        _shares[_next] = share;
        _next = (_next + 1) % Capacity;
        _count = Math.Min(_count + 1, Capacity);
        PerSecond = _count < FewestLooks ? null : Slope();
    }

    /// <summary>When all is used if it goes on like this; null if it does not grow, or takes longer than a day.</summary>
    public TimeSpan? TimeToLimit(double? used)
    {
        if (PerSecond is not { } slope || used is not { } share || slope <= 0 || slope * Window() < SmallestRise)
        {
            return null;
        }

        var seconds = (1 - share) / slope;
        return seconds < TooFarAway.TotalSeconds ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : null;
    }

    private double Window() => _seconds[(_next + Capacity - 1) % Capacity] - _seconds[_count < Capacity ? 0 : _next];

    private double Slope()
    {
        double seconds = 0, shares = 0;
        for (var i = 0; i < _count; i++)
        {
            seconds += _seconds[i];
            shares += _shares[i];
        }

        seconds /= _count;
        shares /= _count;
        double covariance = 0, variance = 0;
        for (var i = 0; i < _count; i++)
        {
            covariance += (_seconds[i] - seconds) * (_shares[i] - shares);
            variance += (_seconds[i] - seconds) * (_seconds[i] - seconds);
        }

        return variance > 0 ? covariance / variance : 0;
    }
}
