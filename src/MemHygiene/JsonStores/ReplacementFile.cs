using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace MemHygiene.JsonStores;

/// <summary>
/// The next content of a file: whenever the process or the machine dies, the file holds either all of the old content or all of the new. Written
/// beside, flushed, renamed over, and the folder flushed: without the first flush the new name can lead to an empty file after a power
/// cut, without the second to the old one. Disposed of before <see cref="Commit"/>, it leaves nothing behind.
/// </summary>
internal sealed class ReplacementFile : IDisposable
{
    private const string TemporaryPrefix = ".memhygiene-";
    private const string TemporarySuffix = ".tmp";

    // Long enough for any save under way. One that was suspended for longer fails with its temporary file gone, and the real file unharmed.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);

    private readonly string _target;
    private readonly string _temporary;
    private readonly SafeFileHandle? _folder;
    private FileStream? _content;

    /// <summary>Mode and (where permitted) owner of the replaced file are kept.</summary>
    /// <param name="target">What is to be replaced, no link: <see cref="FinalTarget"/>.</param>
    /// <exception cref="IOException">The folder is not there or full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public ReplacementFile(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        _target = target;
        _temporary = Path.Combine(folder, TemporaryPrefix + RandomNumberGenerator.GetHexString(16, lowercase: true) + TemporarySuffix);

        // Opened first: a folder that cannot be flushed must fail the save before anything is replaced.
        _folder = OperatingSystem.IsLinux() ? LinuxFile.OpenFolder(folder) : null;
        try
        {
            _content = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                KeepOwnerAndMode(_content.SafeFileHandle, target);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the new content is written to.</summary>
    public Stream Content => _content ?? throw new ObjectDisposedException(nameof(ReplacementFile));

    /// <summary>Whether the file has the new content, for readers at least: a flush of the folder may have failed since.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>The file that a path leads to: behind a symbolic link the target is replaced, not the link.</summary>
    /// <exception cref="IOException">It leads to a device or a pipe: renaming over it would remove it from the system.</exception>
    public static string FinalTarget(string path)
    {
        if (OperatingSystem.IsLinux() && LinuxFile.RealPath(path) is { } real)
        {
            return !LinuxFile.TryStat(real, out var status) || status.IsRegularFile
                ? real
                : throw new IOException($"'{real}' is not a regular file.");
        }

        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
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

    /// <summary>Brings the content to the disk, which takes milliseconds; it is complete then.</summary>
    public void Flush()
    {
        _content!.Flush(flushToDisk: true);
        _content.Dispose();
    }

    /// <summary>Replaces the file, after <see cref="Flush"/>.</summary>
    /// <exception cref="IOException">Nothing was replaced; or it was, and the folder's flush failed: see <see cref="IsCommitted"/>.</exception>
    public void Commit()
    {
        File.Move(_temporary, _target, overwrite: true);
        IsCommitted = true;
        if (_folder is not null)
        {
            RandomAccess.FlushToDisk(_folder);
        }
    }

    public void Dispose()
    {
        try
        {
            _content?.Dispose();
        }
        catch (IOException)
        {
            // It writes what is buffered first, and the disk that was full a moment ago still is.
        }

        _folder?.Dispose();
        if (_content is not null && !IsCommitted)
        {
            TryDelete(_temporary);
        }

        _content = null;
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
