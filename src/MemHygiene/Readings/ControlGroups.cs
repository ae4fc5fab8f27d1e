using System.Text;

namespace MemHygiene.Readings;

/// <summary>Finds the memory groups that the process is in.</summary>
internal static class ControlGroups
{
    public const string OwnGroupPath = "/proc/self/cgroup";

    private const string MountsPath = "/proc/self/mountinfo";

    /// <summary>The process' group and its ancestors as far as they are mounted, the own first; empty if there are none.</summary>
    public static List<ControlGroup> Find(KernelFiles files) => Find(files, files.ReadAll(OwnGroupPath));

    /// <summary>The same, from the text of <see cref="OwnGroupPath"/>.</summary>
    public static List<ControlGroup> Find(KernelFiles files, ReadOnlySpan<byte> ownGroup)
    {
        var (one, two) = OwnPaths(ownGroup);
        if ((one ?? two) is null)
        {
            return [];
        }

        // Where both versions are mounted, a controller is in one of them only; the process is in a group of each.
        var mounts = ControlGroupMount.Parse(files.ReadAll(MountsPath));
        var groups = Find(files, mounts, ControlGroupVersion.One, one);
        return groups.Count > 0 ? groups : Find(files, mounts, ControlGroupVersion.Two, two);
    }

    private static List<ControlGroup> Find(KernelFiles files, List<ControlGroupMount> mounts, ControlGroupVersion version, string? own)
    {
        List<ControlGroup> ancestors = [];
        foreach (var mount in own is null ? [] : mounts.Where(mount => mount.Version == version))
        {
            var groups = WithFigures(files, version, mount.FoldersOf(own!, out var isWhole));
            if (isWhole && groups.Count > 0)
            {
                return groups;
            }

            ancestors = ancestors.Count > 0 ? ancestors : groups;
        }

        return ancestors;
    }

    private static List<ControlGroup> WithFigures(KernelFiles files, ControlGroupVersion version, List<string> folders)
    {
        Span<byte> buffer = stackalloc byte[64];
        var groups = new List<ControlGroup>();
        foreach (var folder in folders)
        {
            // Before Linux 5.11 a group of version 1 could ask not to count those below it; then neither it nor what is above it limits this process.
            if (groups.Count > 0 && version == ControlGroupVersion.One && KernelText.Number(files.ReadAll(folder + "/memory.use_hierarchy")) == 0)
            {
                break;
            }

            using var limit = files.Open(folder + "/" + version.Limit);
            if (limit.Read(buffer) > 0)
            {
                groups.Add(new ControlGroup(files, version, folder));
            }
        }

        return groups;
    }

    // One line for each hierarchy, number:controllers:path. Version 2 is number 0 and names no controllers.
    private static (string? One, string? Two) OwnPaths(ReadOnlySpan<byte> text)
    {
        string? one = null;
        string? two = null;
        while (KernelText.NextLine(ref text, out var line))
        {
            var first = line.IndexOf((byte)':');
            var second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)':') + first + 1;
            if (second <= first || line[(second + 1)..] is not [(byte)'/', ..] and var path)
            {
                continue;
            }

            var controllers = line[(first + 1)..second];
            if (line[..first].SequenceEqual("0"u8) && controllers.IsEmpty)
            {
                two ??= Encoding.UTF8.GetString(line[(second + 1)..]);
            }
            else if (ControlGroupMount.Contains(controllers, "memory"u8))
            {
                one ??= Encoding.UTF8.GetString(line[(second + 1)..]);
            }
        }

        return (one, two);
    }
}
