using System.Diagnostics;
using System.Globalization;

namespace UnderPressure.Limits;

/// <summary>The runtime's own limit on the managed heap: beyond it, OutOfMemoryException.</summary>
internal sealed class HeapLimit(long bytes) : IMemoryLimit
{
    public string Name => "managed heap";

    public ProcessStartInfo Start(string verb)
    {
        var command = ThisProgram.CommandLine(verb);
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x" + bytes.ToString("X", CultureInfo.InvariantCulture);
        return start;
    }

    public void Dispose()
    {
    }
}
