using System.Diagnostics;
using MemHygiene.Pressure;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>What this process holds of its own, or a test's figure.</summary>
/// <param name="Read">The bytes; null if nobody knows.</param>
internal sealed record PrivateMemory(Func<long?> Read)
{
    public static PrivateMemory OfThisProcess { get; } = new(ReadOwn);

    private static long? ReadOwn()
    {
        if (OperatingSystem.IsLinux())
        {
            return ProcessFacts.OfThisProcess.PrivateBytes();
        }

        // macOS does not tell .NET what is private.
        using var process = Process.GetCurrentProcess();
        return OperatingSystem.IsWindows() ? process.PrivateMemorySize64 : process.WorkingSet64;
    }
}
