using System.Globalization;

namespace BeforeAfter.Observe;

/// <summary>What one process of the app says about itself.</summary>
internal sealed record Counters(int Pid, long ModelLoads, long SessionWrites, long AllocatedBytes, long ManagedHeapBytes)
{
    /// <summary>Reads what every process has written last, those that have ended included.</summary>
    public static List<Counters> ReadAll(string folder) => [.. Directory.EnumerateFiles(folder, "*.counters").Select(Read)];

    private static Counters Read(string file)
    {
        var values = File.ReadLines(file)
            .Select(line => line.Split('='))
            .ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
        var pid = int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture);
        return new Counters(pid, values["modelLoads"], values["sessionWrites"], values["allocatedBytes"], values["managedHeapBytes"]);
    }
}
