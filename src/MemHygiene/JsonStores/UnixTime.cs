namespace MemHygiene.JsonStores;

/// <summary>Nanoseconds since 1970, as file systems count.</summary>
internal static class UnixTime
{
    public const long NanosecondsPerSecond = 1_000_000_000;

    public static long Nanoseconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public static long Nanoseconds(long seconds, uint nanoseconds) => (seconds * NanosecondsPerSecond) + nanoseconds;
}
