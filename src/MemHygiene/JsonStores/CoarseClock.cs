namespace MemHygiene.JsonStores;

/// <summary>
/// Ages of documents, asked for by every read. The system's tick count moves in steps of milliseconds and costs a fraction of its precise clock; any other provider is asked for its
/// own timestamps.
/// </summary>
internal sealed class CoarseClock(TimeProvider time)
{
    private readonly TimeProvider? _time = time == TimeProvider.System ? null : time;

    public long Now => _time is null ? Environment.TickCount64 : _time.GetTimestamp();

    /// <summary>A span in this clock's ticks. Spans that are not zero never become zero.</summary>
    public long Ticks(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds * (_time?.TimestampFrequency ?? 1_000));
}
