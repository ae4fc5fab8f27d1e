namespace MemHygiene.Readings;

/// <summary>What the process has open. Each costs memory of the kernel's; a number that grows with the requests is a leak.</summary>
/// <param name="Total">All open descriptors.</param>
/// <param name="Sockets">Sockets, listening ones too.</param>
/// <param name="Pipes">Ends of pipes.</param>
/// <param name="Watchers">File system watchers (inotify instances).</param>
/// <param name="Watches">Folders and files that they watch; null if that cannot be read of one of them.</param>
public sealed record OpenFiles(int Total, int Sockets, int Pipes, int Watchers, int? Watches)
{
    private const string Folder = "/proc/self/fd";

    /// <summary>Files, devices, events and all the rest.</summary>
    public int Others => Total - Sockets - Pipes - Watchers;

    internal static OpenFiles? Read(KernelFiles files)
    {
        var all = new OpenFiles(0, 0, 0, 0, 0);
        foreach (var name in files.List(Folder) ?? [])
        {
            // Closed since it was listed; so is the handle that listed it.
            if (files.LinkTarget(Folder + "/" + name) is { } target)
            {
                all = all.With(target, files, name);
            }
        }

        return all.Total > 0 ? all : null;
    }

    private OpenFiles With(string target, KernelFiles files, string name) => (this with { Total = Total + 1 }) switch
    {
        var more when target.StartsWith("socket:", StringComparison.Ordinal) => more with { Sockets = Sockets + 1 },
        var more when target.StartsWith("pipe:", StringComparison.Ordinal) => more with { Pipes = Pipes + 1 },
        var more when target is "anon_inode:inotify" => more with { Watchers = Watchers + 1, Watches = Watches + WatchesOf(files, name) },
        var more => more,
    };

    private static int? WatchesOf(KernelFiles files, string name)
    {
        var text = files.ReadAll("/proc/self/fdinfo/" + name);
        int? watches = text.IsEmpty ? null : 0;
        while (KernelText.NextLine(ref text, out var line))
        {
            watches += line.StartsWith("inotify "u8) ? 1 : 0;
        }

        return watches;
    }
}
