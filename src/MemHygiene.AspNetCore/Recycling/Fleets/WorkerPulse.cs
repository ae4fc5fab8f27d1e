using System.Globalization;

namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>What a worker says of itself a few times a second.</summary>
/// <param name="Requests">Served so far.</param>
/// <param name="RequestLimit">At which number of them it wants to be replaced; <see cref="long.MaxValue"/> is never.</param>
/// <param name="Connections">Open now.</param>
/// <param name="PrivateBytes">Resident memory that it shares with no file (RssAnon and RssShmem); null if it cannot be read.</param>
/// <param name="HeapBytes">What the managed heap held after the last collection.</param>
/// <param name="PoolDelay">How long an ordinary work item has been waiting for a thread of the pool; zero if it ran since.</param>
/// <param name="IsDebugged">Whether a debugger is attached: one that stands at a breakpoint does not hang.</param>
internal readonly record struct WorkerPulse(long Requests, long RequestLimit, int Connections, long? PrivateBytes, long HeapBytes, TimeSpan PoolDelay, bool IsDebugged)
{
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{Requests} {RequestLimit} {Connections} {PrivateBytes ?? -1} {HeapBytes} {(long)PoolDelay.TotalMilliseconds} {(IsDebugged ? 1 : 0)}");

    /// <exception cref="FormatException">The text is not one that <see cref="Text"/> wrote.</exception>
    public static WorkerPulse Parse(string text)
    {
        var numbers = Array.ConvertAll(text.Split(' '), part => long.Parse(part, CultureInfo.InvariantCulture));
        return numbers is [var requests, var limit, var connections, var bytes, var heap, var delay, var debugged]
            ? new WorkerPulse(requests, limit, (int)connections, bytes < 0 ? null : bytes, heap, TimeSpan.FromMilliseconds(delay), debugged == 1)
            : throw new FormatException($"'{text}' is not a pulse.");
    }
}
