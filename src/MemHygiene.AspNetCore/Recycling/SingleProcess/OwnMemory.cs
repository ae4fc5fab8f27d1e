using System.Diagnostics;
using MemHygiene.Pressure;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>What this process holds, or a test's figures. Null is unknown.</summary>
/// <param name="PrivateBytes">What no file backs.</param>
/// <param name="HeapBytes">What the managed heap held after the last collection.</param>
internal sealed record OwnMemory(Func<long?> PrivateBytes, Func<long?> HeapBytes)
{
    public static OwnMemory OfThisProcess { get; } = new(ReadPrivateBytes, ReadHeapBytes);

    private static long? ReadPrivateBytes()
    {
        if (OperatingSystem.IsLinux())
        {
            return ProcessFacts.OfThisProcess.PrivateBytes();
        }

        // macOS does not tell .NET what is private.
        using var process = Process.GetCurrentProcess();
        return OperatingSystem.IsWindows() ? process.PrivateMemorySize64 : process.WorkingSet64;
    }

    private static long? ReadHeapBytes()
    {
        var last = GC.GetGCMemoryInfo(GCKind.Any);
        return last.Index == 0 ? null : last.HeapSizeBytes;
    }
}
