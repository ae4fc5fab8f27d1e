using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MemHygiene.JsonStores;

/// <summary>The calls that .NET does not offer. <c>statx</c> and not <c>stat</c>: its layout is the same on every architecture.</summary>
internal static class LinuxFile
{
    private const int CurrentFolder = -100;
    private const uint BasicStats = 0x7ff;
    private const int FileTypeMask = 0xf000;
    private const int RegularFile = 0x8000;
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int ThisDescriptor = 0x1000;

    private static volatile bool _statxIsMissing;

    /// <summary>Follows symbolic links. False if there is no such file or the system cannot say.</summary>
    public static bool TryStat(string path, out Status status) => TryStat(CurrentFolder, path, 0, out status);

    /// <summary>Of an open file, also one that has lost its name.</summary>
    public static bool TryStat(SafeFileHandle file, out Status status) => TryStat((int)file.DangerousGetHandle(), "", ThisDescriptor, out status);

    private static bool TryStat(int folder, string path, int flags, out Status status)
    {
        status = default;
        if (!OperatingSystem.IsLinux() || _statxIsMissing)
        {
            return false;
        }

        try
        {
            if (statx(folder, path, flags, BasicStats, out var raw) != 0)
            {
                return false;
            }

            status = new Status(
                ((ulong)raw.DeviceMajor << 32) | raw.DeviceMinor,
                raw.Inode,
                (long)raw.Size,
                UnixTime.Nanoseconds(raw.ModifiedSeconds, raw.ModifiedNanoseconds),
                UnixTime.Nanoseconds(raw.ChangedSeconds, raw.ChangedNanoseconds),
                raw.User,
                raw.Group,
                (raw.Mode & FileTypeMask) == RegularFile);
            return true;
        }
        catch (EntryPointNotFoundException)
        {
            _statxIsMissing = true; // A C library from before 2018.
            return false;
        }
    }

    /// <summary>A folder's handle, for flushing it. .NET itself refuses to open folders.</summary>
    public static SafeFileHandle OpenFolder(string path)
    {
        var descriptor = open(path, ReadOnlyCloseOnExec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"The folder '{path}' could not be opened: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Gives a file to another owner, as far as this process may.</summary>
    public static void TryChangeOwner(SafeFileHandle file, uint user, uint group) => _ = fchown(file, user, group);

    /// <summary>The path with every symbolic link resolved, or null if it leads nowhere.</summary>
    public static string? RealPath(string path)
    {
        var resolved = realpath(path, 0);
        try
        {
            return Marshal.PtrToStringUTF8(resolved);
        }
        finally
        {
            free(resolved);
        }
    }

    [DllImport("libc")]
    private static extern int statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out RawStatus status);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc")]
    private static extern int fchown(SafeFileHandle file, uint user, uint group);

    [DllImport("libc")]
    private static extern nint realpath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, nint buffer);

    [DllImport("libc")]
    private static extern void free(nint memory);

    public readonly record struct Status(
        ulong Device, ulong Inode, long Length, long ModifiedAt, long ChangedAt, uint User, uint Group, bool IsRegularFile);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct RawStatus
    {
        [FieldOffset(20)] public uint User;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(96)] public long ChangedSeconds;
        [FieldOffset(104)] public uint ChangedNanoseconds;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(120)] public uint ModifiedNanoseconds;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
