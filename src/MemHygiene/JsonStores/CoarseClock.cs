namespace MemHygiene.JsonStores;

/// <summary>Ages of documents. The system's tick count, whose deadlines the <see cref="Ticker"/> knows too; of any other provider its own timestamps.</summary>
internal sealed class CoarseClock(TimeProvider time)
{
    private readonly TimeProvider? _time = time == TimeProvider.System ? null : time;

    public long Now => _time is null ? Environment.TickCount64 : _time.GetTimestamp();

    /// <summary>A reader needed <see cref="Now"/>: their number decides whether a ticker is worth its while.</summary>
    public void AskedOften()
    {
        if (_time is null)
        {
            Ticker.Asked();
        }
    }

    /// <summary>The end of a span that began then, in the ticker's time; the past if that is not this clock's.</summary>
    public long TickerDeadline(long start, long span) => _time is null ? start + Math.Min(span, long.MaxValue / 2) : long.MinValue;

    /// <summary>A span in this clock's ticks. Spans that are not zero never become zero.</summary>
    public long Ticks(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds * (_time?.TimestampFrequency ?? 1_000));
}
