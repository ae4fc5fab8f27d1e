namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>
/// What a disk can hold after the power was cut. What was not flushed may be there, in part or not at all, in any combination: more freedom than
/// the file systems in use take, so what survives here survives there.
/// </summary>
internal static class PowerCut
{
    // Every combination of so many is tried; of more, each beginning.
    private const int MaxCombined = 8;

    /// <param name="events">All that happened until the power was cut.</param>
    /// <param name="name">Which file.</param>
    /// <returns>Each content that the file can have; null where there is no such file.</returns>
    public static IEnumerable<byte[]?> PossibleContents(IReadOnlyList<DiskEvent> events, string name)
    {
        foreach (var file in PossibleFiles(events, name).Distinct())
        {
            if (file is null)
            {
                yield return null;
                continue;
            }

            foreach (var content in PossibleContents(events, file.Value))
            {
                yield return content;
            }
        }
    }

    private static IEnumerable<int?> PossibleFiles(IReadOnlyList<DiskEvent> events, string name)
    {
        var flushed = LastIndex(events, happened => happened is DiskEvent.FolderFlushed);
        int? durable = null;
        var pending = new List<int?>();
        for (var index = 0; index < events.Count; index++)
        {
            foreach (var (_, file) in (events[index] as DiskEvent.Named)?.Entries.Where(entry => entry.Name == name) ?? [])
            {
                if (index < flushed)
                {
                    durable = file;
                }
                else
                {
                    pending.Add(file);
                }
            }
        }

        // Of any combination only the last that is there counts.
        return [durable, .. pending];
    }

    private static IEnumerable<byte[]> PossibleContents(IReadOnlyList<DiskEvent> events, int file)
    {
        var flushed = LastIndex(events, happened => happened is DiskEvent.Flushed it && it.File == file);
        var changes = events.Index().Where(happened => FileOf(happened.Item) == file).ToArray();
        var durable = changes.Where(change => change.Index < flushed).Select(change => change.Item).ToArray();
        var pending = changes.Where(change => change.Index > flushed).Select(change => change.Item).ToArray();
        return Parts(pending).Select(part => Apply(durable.Concat(part)));
    }

    private static IEnumerable<IEnumerable<DiskEvent>> Parts(DiskEvent[] pending)
    {
        if (pending.Length <= MaxCombined)
        {
            for (var combination = 0; combination < 1 << pending.Length; combination++)
            {
                var chosen = combination;
                yield return pending.Where((_, index) => (chosen & (1 << index)) != 0);
            }
        }

        for (var count = 1; count <= pending.Length; count++)
        {
            yield return pending.Take(count);
            if (pending[count - 1] is DiskEvent.Written torn)
            {
                yield return [.. pending.Take(count - 1), torn with { Content = torn.Content[..(torn.Content.Length / 2)] }];
            }
        }
    }

    private static byte[] Apply(IEnumerable<DiskEvent> changes)
    {
        var content = Array.Empty<byte>();
        foreach (var change in changes)
        {
            if (change is DiskEvent.Resized resized)
            {
                Array.Resize(ref content, (int)resized.Length);
            }
            else if (change is DiskEvent.Written written)
            {
                Array.Resize(ref content, Math.Max(content.Length, (int)written.Offset + written.Content.Length));
                written.Content.CopyTo(content, written.Offset);
            }
        }

        return content;
    }

    private static int? FileOf(DiskEvent happened) => happened switch
    {
        DiskEvent.Written written => written.File,
        DiskEvent.Resized resized => resized.File,
        _ => null,
    };

    private static int LastIndex(IReadOnlyList<DiskEvent> events, Func<DiskEvent, bool> matches)
    {
        var index = events.Count - 1;
        while (index >= 0 && !matches(events[index]))
        {
            index--;
        }

        return index;
    }
}
