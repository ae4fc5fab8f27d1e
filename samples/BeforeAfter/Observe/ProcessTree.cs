using System.Globalization;

namespace BeforeAfter.Observe;

/// <summary>A process and all that descend from it, as /proc shows them now.</summary>
internal static class ProcessTree
{
    public static List<int> Pids(int root)
    {
        List<int> pids = [root];
        for (var i = 0; i < pids.Count; i++)
        {
            pids.AddRange(Children(pids[i]));
        }

        return pids;
    }

    /// <summary>Resident bytes of all of them, added up: pages that they share count once for each.</summary>
    public static long ResidentBytes(int root) => Pids(root).Sum(ResidentBytesOfOne);

    private static IEnumerable<int> Children(int pid)
    {
        var tasks = new DirectoryInfo($"/proc/{pid}/task");
        var threads = tasks.Exists ? Attempt(tasks.GetDirectories) ?? [] : [];
        foreach (var thread in threads)
        {
            var children = Attempt(() => File.ReadAllText($"{thread.FullName}/children")) ?? "";
            foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }
    }

    private static long ResidentBytesOfOne(int pid)
    {
        var fields = Attempt(() => File.ReadAllText($"/proc/{pid}/statm"))?.Split(' ') ?? [];
        return fields.Length > 1 ? long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;
    }

    // A process may end at any moment between two reads.
    private static T? Attempt<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
