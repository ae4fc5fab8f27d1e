using System.Runtime.InteropServices;

namespace MemHygiene.RecyclingApp;

/// <summary>Work for so much of a thread's processor time, not of the clock's: on a busy machine it is as much as on an idle one.</summary>
internal static class Burn
{
    private const int ThreadProcessorTime = 3;

    public static string For(int microseconds)
    {
        var end = Microseconds() + microseconds;
        while (Microseconds() < end)
        {
            Thread.SpinWait(50);
        }

        return "done";
    }

    private static long Microseconds()
    {
        if (GetTime(ThreadProcessorTime, out var time) != 0)
        {
            throw new InvalidOperationException("The system does not tell a thread's processor time.");
        }

        return (time.Seconds * 1_000_000) + (time.Nanoseconds / 1_000);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out TimeSpecification time);

    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
