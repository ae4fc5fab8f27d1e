using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MemHygiene.JsonStores;

/// <summary>
/// <c>flock</c>: the lock belongs to the open file, so it holds between threads as between processes, and the kernel frees it with a process that dies. Not .NET's own
/// <see cref="FileShare.None"/>, which is the same call but takes every failure other than "held by another" for success.
/// </summary>
internal static class LinuxLock
{
    private const int ReadWriteCreateCloseOnExec = 0x80042;
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int Exclusive = 2;
    private const int NotBlocking = 4;
    private const int Unlock = 8;
    private const int WouldBlock = 11;
    private const int Interrupted = 4;
    private const uint ReadableByAllWritableByOwner = 0x1a4;

    /// <summary>Opens the lock file, made if need be. Another user's lock file can be locked without a right to write to it.</summary>
    public static SafeFileHandle Open(string path)
    {
        var descriptor = open(path, ReadWriteCreateCloseOnExec, ReadableByAllWritableByOwner);
        descriptor = descriptor >= 0 || !File.Exists(path) ? descriptor : open(path, ReadOnlyCloseOnExec, 0);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"The lock file '{path}' could not be opened: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>False if somebody else has it.</summary>
    /// <exception cref="IOException">The file system does not lock.</exception>
    public static bool TryLock(SafeFileHandle file)
    {
        while (flock(file, Exclusive | NotBlocking) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                return error == WouldBlock ? false : throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }

        return true;
    }

    /// <summary>Before closing: a child process that is being started has the same open file for a moment, and with it the lock.</summary>
    public static void Free(SafeFileHandle file) => _ = flock(file, Unlock);

    /// <summary>Which process has locked a file, as far as the kernel tells; it does not for one in another container.</summary>
    public static int? Holder(string path)
    {
        if (!LinuxFile.TryStat(path, out var status))
        {
            return null;
        }

        var file = string.Create(CultureInfo.InvariantCulture, $"{status.Device >> 32:x2}:{status.Device & uint.MaxValue:x2}:{status.Inode}");
        try
        {
            // 1: FLOCK  ADVISORY  WRITE 4711 fe:00:1234 0 EOF
            foreach (var line in File.ReadLines("/proc/locks"))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields is [_, "FLOCK", _, "WRITE", var holder, var locked, ..] && locked == file
                    && int.TryParse(holder, CultureInfo.InvariantCulture, out var process) && process > 0)
                {
                    return process;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A hint for a message.
        }

        return null;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle file, int operation);
}
