using Microsoft.Win32.SafeHandles;

namespace MemHygiene.JsonStores;

/// <summary>
/// What keeps processes from writing a document at the same time: an exclusive lock on a file beside it, <c>.data.json.lock</c>. The document itself cannot be locked, as every save
/// puts another file in its place. The lock file stays: deleting it would let two processes lock two files of one name. Freed by the system when the process dies.
/// </summary>
internal sealed class DocumentLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private DocumentLock(SafeFileHandle file) => _file = file;

    /// <summary>The lock file of a document.</summary>
    public static string PathFor(string target) => Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.lock");

    /// <summary>Null if somebody else holds it, in this process or another.</summary>
    /// <exception cref="IOException">There is no way to lock here.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static DocumentLock? TryTake(string lockPath) => OperatingSystem.IsLinux() ? TryTakeOnLinux(lockPath) : TryOpenAlone(lockPath);

    public void Dispose()
    {
        if (OperatingSystem.IsLinux() && !_file.IsClosed)
        {
            LinuxLock.Free(_file);
        }

        _file.Dispose();
    }

    private static DocumentLock? TryTakeOnLinux(string lockPath)
    {
        var file = LinuxLock.Open(lockPath);
        try
        {
            // One that was deleted and made anew between the two calls is another file, and its lock another lock: the next try opens that one.
            if (LinuxLock.TryLock(file) && IsStillAt(lockPath, file))
            {
                return new(file);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    private static bool IsStillAt(string lockPath, SafeFileHandle file) =>
        !LinuxFile.TryStat(file, out var opened)
        || (LinuxFile.TryStat(lockPath, out var there) && (there.Device, there.Inode) == (opened.Device, opened.Inode));

    private static DocumentLock? TryOpenAlone(string lockPath)
    {
        try
        {
            return new(File.OpenHandle(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (failure is not (DirectoryNotFoundException or PathTooLongException or DriveNotFoundException) && File.Exists(lockPath))
        {
            return null;
        }
    }
}
