using System.Runtime.InteropServices;

namespace MemHygiene.JsonStores;

/// <summary>Names of file systems that are known for locks of their own kind. For messages only: whether locks hold is tried, not looked up.</summary>
internal static class LinuxFileSystem
{
    /// <summary>Null if it is none of those, or the system does not say.</summary>
    public static string? NameAt(string path) => statfs(path, out var status) != 0 ? null : (uint)status.Type switch
    {
        0x6969 => "NFS",
        0xff534d42 or 0xfe534d42 or 0x517b => "SMB",
        0x01021997 => "9p",
        0x65735546 => "FUSE",
        0x794c7630 => "overlay",
        _ => null,
    };

    [DllImport("libc")]
    private static extern int statfs([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out Status status);

    // The type comes first on every architecture; the rest, at most 120 bytes, is room for the call to write to.
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Status
    {
        public nint Type;
    }
}
