namespace MemHygiene.JsonStores;

/// <summary>
/// The system's tick count in milliseconds, for those who ask for it in every read: while many ask, a thread of its own writes it into a field every few milliseconds, which costs a reader a
/// fraction of the system call behind <see cref="Environment.TickCount64"/>. A timer would need a pool thread, and a starved pool must not make documents older.
/// </summary>
internal static class Ticker
{
    private const int AskedForUntilItTicks = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TicksFor = TimeSpan.FromSeconds(10);

    private static long _now = long.MaxValue;
    private static int _asked;

    /// <summary>Late by about ten milliseconds while it ticks; the end of all time while it does not, so that every deadline seems over and readers ask the clock itself.</summary>
    public static long Now => Volatile.Read(ref _now);

    /// <summary>A reader has asked the clock itself. The thread that a thousand of them start ends after ten seconds, to begin again with the next thousand.</summary>
    public static void Asked()
    {
        if (Interlocked.Increment(ref _asked) == AskedForUntilItTicks)
        {
            new Thread(Tick) { IsBackground = true, Name = "MemHygiene ticker" }.UnsafeStart();
        }
    }

    private static void Tick()
    {
        for (var end = Environment.TickCount64 + (long)TicksFor.TotalMilliseconds; Environment.TickCount64 < end;)
        {
            Volatile.Write(ref _now, Environment.TickCount64);
            Thread.Sleep(Interval);
        }

        Volatile.Write(ref _now, long.MaxValue);
        Volatile.Write(ref _asked, 0);
    }
}
