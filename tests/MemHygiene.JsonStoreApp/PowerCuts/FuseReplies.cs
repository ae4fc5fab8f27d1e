using System.Buffers.Binary;
using System.Text;

namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>The kernel's structures in replies (its header linux/fuse.h, version 7.31), written field by field.</summary>
internal static class FuseReplies
{
    public const int MaxWrite = 128 * 1024;

    public const ulong RootNode = 1;

    private const uint Major = 7;
    private const uint Minor = 31;
    private const uint BigWrites = 1 << 5;
    private const uint FolderMode = 0x41ed;
    private const uint RegularFile = 0x8000;
    private const uint DirectInputOutput = 1;
    private const int EntryHeader = 24;

    public static ulong NodeOf(RecordedFile file) => (ulong)file.Number + RootNode + 1;

    public static byte[] Hello()
    {
        var reply = new byte[64];
        Put(reply, 0, Major);
        Put(reply, 4, Minor);
        Put(reply, 8, MaxWrite); // Read ahead.
        Put(reply, 12, BigWrites);
        BinaryPrimitives.WriteUInt16LittleEndian(reply.AsSpan(16), 16); // Requests under way.
        BinaryPrimitives.WriteUInt16LittleEndian(reply.AsSpan(18), 12);
        Put(reply, 20, MaxWrite);
        Put(reply, 24, 1); // Times in nanoseconds.
        return reply;
    }

    /// <summary>The entry that a name leads to. Valid for no time: nothing is kept that could hide a request.</summary>
    public static byte[] Entry(RecordedFile file)
    {
        var reply = new byte[128];
        BinaryPrimitives.WriteUInt64LittleEndian(reply, NodeOf(file));
        Attributes(file).CopyTo(reply, 40);
        return reply;
    }

    public static byte[] AttributesOf(RecordedFile? file)
    {
        var reply = new byte[104];
        Attributes(file).CopyTo(reply, 16);
        return reply;
    }

    public static byte[] Opened()
    {
        var reply = new byte[16];
        Put(reply, 8, DirectInputOutput);
        return reply;
    }

    public static byte[] OpenedFolder() => new byte[16];

    public static byte[] Count(uint count)
    {
        var reply = new byte[8];
        Put(reply, 0, count);
        return reply;
    }

    public static byte[] Space()
    {
        var reply = new byte[80];
        for (var field = 0; field < 5; field++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(reply.AsSpan(8 * field), 1 << 20); // Blocks and files, all and free.
        }

        Put(reply, 40, 4096); // A block's length.
        Put(reply, 44, 255); // A name's.
        Put(reply, 48, 4096);
        return reply;
    }

    /// <summary>The folder's entries from one on, as many as fit.</summary>
    public static byte[] Entries(RecordedFile[] files, ulong from, uint size)
    {
        using var reply = new MemoryStream();
        Span<byte> header = stackalloc byte[EntryHeader];
        for (var index = (int)from; index < files.Length; index++)
        {
            var name = Encoding.UTF8.GetBytes(files[index].Name);
            var length = (EntryHeader + name.Length + 7) & ~7;
            if (reply.Length + length > size)
            {
                break;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(header, NodeOf(files[index]));
            BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)index + 1);
            BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)name.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(header[20..], RegularFile >> 12);
            reply.Write(header);
            reply.Write(name);
            reply.Write(new byte[length - EntryHeader - name.Length]);
        }

        return reply.ToArray();
    }

    private static byte[] Attributes(RecordedFile? file)
    {
        var attributes = new byte[88];
        BinaryPrimitives.WriteUInt64LittleEndian(attributes, file is null ? RootNode : NodeOf(file));
        BinaryPrimitives.WriteUInt64LittleEndian(attributes.AsSpan(8), (ulong)(file?.Length ?? 0));
        var (seconds, nanoseconds) = Math.DivRem((file?.ModifiedAt.Ticks ?? 0) * TimeSpan.NanosecondsPerTick, 1_000_000_000);
        for (var time = 0; time < 3; time++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(attributes.AsSpan(24 + (8 * time)), seconds);
            Put(attributes, 48 + (4 * time), (uint)nanoseconds);
        }

        Put(attributes, 60, file is null ? FolderMode : RegularFile | file.Mode);
        Put(attributes, 64, 1); // Links.
        Put(attributes, 68, file?.User ?? 0);
        Put(attributes, 72, file?.Group ?? 0);
        Put(attributes, 80, 4096);
        return attributes;
    }

    private static void Put(byte[] reply, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(reply.AsSpan(offset), value);
}
