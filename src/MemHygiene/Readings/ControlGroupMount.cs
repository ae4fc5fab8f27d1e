using System.Text;

namespace MemHygiene.Readings;

/// <summary>A place in the file system where groups of the memory controller can be seen.</summary>
/// <param name="Version">Which kind of groups.</param>
/// <param name="Root">The group at <paramref name="Folder"/>, as seen from the process' own control group namespace.</param>
/// <param name="Folder">Where it is mounted.</param>
internal sealed record ControlGroupMount(ControlGroupVersion Version, string Root, string Folder)
{
    /// <summary>The mounts that <c>/proc/self/mountinfo</c> tells of.</summary>
    public static List<ControlGroupMount> Parse(ReadOnlySpan<byte> mountInfo)
    {
        var mounts = new List<ControlGroupMount>();
        while (KernelText.NextLine(ref mountInfo, out var line))
        {
            // 36 35 98:0 /root /mount/point rw,noatime master:1 - type source rw,options
            _ = KernelText.NextWord(ref line);
            _ = KernelText.NextWord(ref line);
            _ = KernelText.NextWord(ref line);
            var root = KernelText.NextWord(ref line);
            var folder = KernelText.NextWord(ref line);
            while (!line.IsEmpty && !KernelText.NextWord(ref line).SequenceEqual("-"u8))
            {
            }

            var type = KernelText.NextWord(ref line);
            _ = KernelText.NextWord(ref line);
            if (type.SequenceEqual("cgroup2"u8))
            {
                mounts.Add(new(ControlGroupVersion.Two, Unescape(root), Unescape(folder)));
            }
            else if (type.SequenceEqual("cgroup"u8) && Contains(line, "memory"u8))
            {
                mounts.Add(new(ControlGroupVersion.One, Unescape(root), Unescape(folder)));
            }
        }

        return mounts;
    }

    /// <summary>Whether a list, separated by commas, has an item.</summary>
    public static bool Contains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> item)
    {
        foreach (var range in list.Split((byte)','))
        {
            if (list[range].SequenceEqual(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The folders of a group and of its ancestors, the group's own first; empty if the mount does not show it.</summary>
    /// <param name="group">The group's path as in <c>/proc/self/cgroup</c>.</param>
    /// <param name="isWhole">False if the mount shows only ancestors.</param>
    public List<string> FoldersOf(string group, out bool isWhole)
    {
        var below = Below(group, out isWhole);
        var folders = new List<string>();
        while (below is { Length: > 0 })
        {
            folders.Add(Folder.TrimEnd('/') + below);
            below = below[..below.LastIndexOf('/')];
        }

        if (below is not null)
        {
            folders.Add(Folder);
        }

        return folders;
    }

    // Paths are told as seen from the process' namespace. Where that does not begin at the hierarchy's root, what lies outside of it starts with "..".
    private string? Below(string group, out bool isWhole)
    {
        isWhole = true;
        var root = Root.TrimEnd('/');
        group = group.TrimEnd('/');
        if (group == root)
        {
            return "";
        }

        if (group.StartsWith(root + "/", StringComparison.Ordinal))
        {
            var rest = group[root.Length..];
            return Ups(rest) == 0 ? rest : null;
        }

        // A mount from outside the namespace: the names of the folders on the way down are not known here, but its root is an ancestor.
        isWhole = false;
        return IsOnlyUps(root) && Ups(root) >= Ups(group) ? "" : null;
    }

    private static int Ups(string path) => path.Split('/').Count(part => part == "..");

    private static bool IsOnlyUps(string path) => path.Split('/').Skip(1).All(part => part == "..");

    // Spaces, tabs, line ends and backslashes are written as \040: a backslash and three octal digits.
    private static string Unescape(ReadOnlySpan<byte> text)
    {
        Span<byte> plain = text.Length <= 512 ? stackalloc byte[512] : new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at..] is [(byte)'\\', >= (byte)'0' and <= (byte)'3' and var high, >= (byte)'0' and <= (byte)'7' and var middle, >= (byte)'0' and <= (byte)'7' and var low, ..])
            {
                plain[length++] = (byte)(((high - '0') << 6) | ((middle - '0') << 3) | (low - '0'));
                at += 3;
            }
            else
            {
                plain[length++] = text[at];
            }
        }

        return Encoding.UTF8.GetString(plain[..length]);
    }
}
