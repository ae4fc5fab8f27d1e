using System.Globalization;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>What a worker's exit code says to a reader.</summary>
internal static class WorkerExit
{
    public const int Killed = FirstSignal + 9;

    /// <summary>A process that a signal ended has this and the signal's number as its exit code.</summary>
    private const int FirstSignal = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <returns>The exit code, and the signal's name if it is that of one: <c>137 (SIGKILL)</c>.</returns>
    public static string Describe(int exitCode)
    {
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        return Signals.TryGetValue(exitCode - FirstSignal, out var signal) ? $"{code} ({signal})" : code;
    }
}
