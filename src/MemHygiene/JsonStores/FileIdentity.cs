namespace MemHygiene.JsonStores;

/// <summary>
/// What tells one state of a file from another without reading it. A path's target changes behind symbolic links, a rename keeps the old
/// modification time and a copy can keep it too: hence device, inode and change time where the system tells them.
/// </summary>
internal readonly record struct FileIdentity(string? Target, ulong Device, ulong Inode, long Length, long ModifiedAt, long ChangedAt)
{
    // Two writes within one tick of the file system's clock look alike. The coarsest in use (FAT) ticks every two seconds.
    private static readonly long CoarsestTick = 2 * UnixTime.NanosecondsPerSecond;

    /// <summary>The identity of the file behind a path, or null if there is none or the system does not say.</summary>
    public static FileIdentity? Of(string path) => OfInode(path) ?? OfPath(path);

    public static FileIdentity? OfInode(string path) => LinuxFile.TryStat(path, out var status)
        ? new(null, status.Device, status.Inode, status.Length, status.ModifiedAt, status.ChangedAt)
        : null;

    public static FileIdentity? OfPath(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return target is { Exists: true }
                ? new(target.FullName, 0, 0, target.Length, UnixTime.Nanoseconds(target.LastWriteTimeUtc), 0)
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a later write is bound to change the identity. Not so for a file that was written a moment ago, or in the future.
    /// </summary>
    public bool IsSettled(DateTimeOffset now) => UnixTime.Nanoseconds(now.UtcDateTime) - ModifiedAt > CoarsestTick;
}
