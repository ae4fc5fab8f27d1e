using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>
/// Mounts a file system that this process itself serves, over /dev/fuse, without a library: the kernel sends one request at a time. Linux, and only for
/// who may mount.
/// </summary>
internal sealed class FuseMount : IDisposable
{
    // A file that somebody has left open would keep a file system that is only detached alive, and its server's thread with it.
    private const int AbortAndDetach = 1 | 2;

    // The largest write that is granted, and its header.
    private const int BufferLength = FuseReplies.MaxWrite + 4096;

    private readonly SafeFileHandle _device;
    private readonly Thread _server;

    private FuseMount(SafeFileHandle device, string path, RecordingFileSystem files)
    {
        _device = device;
        Path = path;
        _server = new Thread(() => Serve(new FuseServer(files))) { IsBackground = true, Name = "file system" };
        _server.Start();
    }

    public string Path { get; }

    /// <summary>Null where the system has no such device or does not let this process mount.</summary>
    public static FuseMount? TryMount(RecordingFileSystem files)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        SafeFileHandle device;
        try
        {
            device = File.OpenHandle("/dev/fuse", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var path = Directory.CreateTempSubdirectory("json-store-disk-").FullName;
        var options = $"fd={device.DangerousGetHandle()},rootmode=40755,user_id={geteuid()},group_id={getegid()},default_permissions";
        if (mount("memhygiene", path, "fuse", 0, options) == 0)
        {
            return new(device, path, files);
        }

        device.Dispose();
        Directory.Delete(path);
        return null;
    }

    public void Dispose()
    {
        _ = umount2(Path, AbortAndDetach);
        _server.Join();
        _device.Dispose();
        // What a program wrote after that went into the folder below.
        Directory.Delete(Path, recursive: true);
    }

    private void Serve(FuseServer server)
    {
        var buffer = new byte[BufferLength];
        while (read(_device, buffer, buffer.Length) is > 0 and var length)
        {
            if (server.Answer(buffer.AsSpan(0, (int)length)) is { } answer)
            {
                _ = write(_device, answer, answer.Length);
            }
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source, [MarshalAs(UnmanagedType.LPUTF8Str)] string target,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string type, nuint flags, [MarshalAs(UnmanagedType.LPUTF8Str)] string options);

    [DllImport("libc", SetLastError = true)]
    private static extern int umount2([MarshalAs(UnmanagedType.LPUTF8Str)] string target, int flags);

    [DllImport("libc")]
    private static extern nint read(SafeFileHandle device, byte[] buffer, nint length);

    [DllImport("libc")]
    private static extern nint write(SafeFileHandle device, byte[] buffer, nint length);

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern uint getegid();
}
