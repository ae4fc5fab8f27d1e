using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace MemHygiene.JsonStores;

/// <summary>
/// Replaces a file so that, whenever the process or the machine dies, it holds either all of the old content or all of the new. Written
/// beside, flushed, renamed over, and the folder flushed: without the first flush the new name can lead to an empty file after a power
/// cut, without the second to the old one.
/// </summary>
internal static class AtomicFile
{
    private const string TemporaryPrefix = ".memhygiene-";
    private const string TemporarySuffix = ".tmp";

    // Long enough for any save under way. One that was suspended for longer fails with its temporary file gone, and the real file unharmed.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Behind a symbolic link the target is replaced, not the link. Mode and (where permitted) owner of the replaced file are kept.
    /// </summary>
    /// <exception cref="IOException">Nothing was replaced; or it was, and the folder's flush failed. No temporary file is left.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing was replaced.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var target = FinalTarget(path);
        var folder = Path.GetDirectoryName(target)!;
        var temporary = Path.Combine(folder, TemporaryPrefix + RandomNumberGenerator.GetHexString(16, lowercase: true) + TemporarySuffix);

        // Opened first: a folder that cannot be flushed must fail the save before anything is replaced.
        using var folderHandle = OperatingSystem.IsLinux() ? LinuxFile.OpenFolder(folder) : null;
        try
        {
            Write(temporary, content, target);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        if (folderHandle is not null)
        {
            RandomAccess.FlushToDisk(folderHandle);
        }
    }

    /// <summary>
    /// Deletes what killed processes left beside a file. Young ones stay: another process may be writing them. Never throws for the file
    /// system's sake.
    /// </summary>
    public static void SweepAbandoned(string path, DateTimeOffset now)
    {
        try
        {
            var folder = new DirectoryInfo(Path.GetDirectoryName(FinalTarget(path))!);
            foreach (var file in folder.EnumerateFiles(TemporaryPrefix + "*" + TemporarySuffix))
            {
                if (now - file.LastWriteTimeUtc > AbandonedAfter)
                {
                    TryDelete(file.FullName);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Tidying up: the next process's first save tries again.
        }
    }

    private static void Write(string temporary, ReadOnlySpan<byte> content, string target)
    {
        using var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            KeepOwnerAndMode(file, target);
        }

        RandomAccess.Write(file, content, fileOffset: 0);
        RandomAccess.FlushToDisk(file);
    }

    // Before the content goes in, so that it is never readable for more users than before. The owner first: a change of owner can clear
    // mode bits.
    [UnsupportedOSPlatform("windows")]
    private static void KeepOwnerAndMode(SafeFileHandle file, string target)
    {
        if (LinuxFile.TryStat(target, out var status))
        {
            LinuxFile.TryChangeOwner(file, status.User, status.Group);
        }

        File.SetUnixFileMode(file, File.GetUnixFileMode(target));
    }

    private static string FinalTarget(string path)
    {
        if (OperatingSystem.IsLinux() && LinuxFile.RealPath(path) is { } real)
        {
            // Renaming over a device or a pipe would remove it from the system.
            return !LinuxFile.TryStat(real, out var status) || status.IsRegularFile
                ? real
                : throw new IOException($"'{real}' is not a regular file.");
        }

        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure that led here says more.
        }
    }
}
