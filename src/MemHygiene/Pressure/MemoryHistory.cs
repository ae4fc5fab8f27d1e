namespace MemHygiene.Pressure;

/// <summary>One point of the last minutes.</summary>
/// <param name="At">When.</param>
/// <param name="UsedShare">The share of the limit in use, 0 to 1; null if unknown.</param>
/// <param name="Level">The level then.</param>
public readonly record struct MemoryHistoryPoint(DateTimeOffset At, double? UsedShare, MemoryLevel Level);

/// <summary>The last five minutes, one point a second: a ring that is made once. Of the looks in one second the highest stays.</summary>
internal sealed class MemoryHistory
{
    private const int Capacity = 300;

    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(950);

    private readonly MemoryHistoryPoint[] _points = new MemoryHistoryPoint[Capacity];
    private long _count;

    public void Add(in MemoryReading reading)
    {
        var point = new MemoryHistoryPoint(reading.At, reading.UsedShare, reading.Level);
        ref var last = ref _points[(_count + Capacity - 1) % Capacity];
        if (_count == 0 || reading.At - last.At >= Spacing || reading.At < last.At)
        {
            _points[_count++ % Capacity] = point;
        }
        else if (point.UsedShare >= (last.UsedShare ?? 0))
        {
            last = point with { At = last.At };
        }
    }

    public MemoryHistoryPoint[] ToArray()
    {
        var kept = (int)Math.Min(_count, Capacity);
        var points = new MemoryHistoryPoint[kept];
        for (var i = 0; i < kept; i++)
        {
            points[i] = _points[(_count - kept + i) % Capacity];
        }

        return points;
    }
}
