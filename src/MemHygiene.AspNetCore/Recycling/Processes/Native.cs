using System.Runtime.InteropServices;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>The few calls of Linux that .NET has no API for. Constants and layouts are those of 64- and 32-bit Linux, glibc and musl alike.</summary>
internal static unsafe partial class Native
{
    public const int UnixFamily = 1;
    public const int StreamType = 1;
    public const int CloseOnExecType = 0x80000;
    public const int NoSignal = 0x4000;
    public const int CloseOnExecMessage = 0x40000000;
    public const int GetDescriptorFlags = 1;
    public const int SetDescriptorFlags = 2;
    public const int CloseOnExecFlag = 1;
    public const int SocketLevel = 1;
    public const int PassRights = 1;
    public const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    public static partial int SocketPair(int family, int type, int protocol, int* descriptors);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint SendMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>Ends the process at once: no finalisers, no exit handlers, nothing that a hung thread could hold up.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitNow(int code);

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public Buffer* Buffers;
        public nuint BufferCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public void* Start;
        public nuint Length;
    }

    /// <summary>struct cmsghdr with one descriptor behind it, padded to a whole word as the kernel wants it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DescriptorControl
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
        private readonly int _padding;

        public static nuint LengthWithDescriptor => (nuint)sizeof(nuint) + (3 * sizeof(int));
    }
}
