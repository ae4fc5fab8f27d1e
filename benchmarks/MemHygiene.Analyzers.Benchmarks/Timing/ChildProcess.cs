using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>Runs a program to its end and says how much processor time it used, all its threads together.</summary>
internal static partial class ChildProcess
{
    private const int OfChildren = -1;

    /// <summary>
    /// With the workstation's collector: the server's has a thread for each core, and they would compete with what is measured.
    /// One at a time: on Unix the system adds up the children that have ended.
    /// </summary>
    public static async Task<(TimeSpan Cpu, int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var before = OperatingSystem.IsWindows() ? default : UsedByChildren();
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_gcServer"] = "0";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        var cpu = OperatingSystem.IsWindows() ? process.TotalProcessorTime : UsedByChildren() - before;
        return (cpu, process.ExitCode, output + await errors);
    }

    private static TimeSpan UsedByChildren()
    {
        Span<long> usage = stackalloc long[32];
        if (GetResourceUsage(OfChildren, ref MemoryMarshal.GetReference(usage)) != 0)
        {
            throw new InvalidOperationException($"getrusage failed with {Marshal.GetLastPInvokeError()}.");
        }

        // struct rusage begins with two timevals: user and system time, each as seconds and microseconds.
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds((int)usage[1] + (int)usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, ref long usage);
}
