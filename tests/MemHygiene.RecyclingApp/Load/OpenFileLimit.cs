using System.Globalization;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>How many connections a process of this machine can hold. The runtime raises the soft limit to the hard one when it starts.</summary>
internal static class OpenFileLimit
{
    private const string Name = "Max open files";

    /// <summary>What the runtime, its libraries and the pipes to children have open besides.</summary>
    private const int Others = 300;

    /// <returns>As many of the connections as the limit allows.</returns>
    public static int Fit(int connections)
    {
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith(Name, StringComparison.Ordinal));
        var soft = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, CultureInfo.InvariantCulture, out var limit) ? Math.Min(connections, limit - Others) : connections;
    }
}
