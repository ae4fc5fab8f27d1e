using System.Buffers.Binary;
using System.Text;

namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>Answers the kernel's requests from the files in memory. One thread.</summary>
internal sealed class FuseServer(RecordingFileSystem files)
{
    private const int RequestHeader = 40;
    private const int ReplyHeader = 16;
    private const int NoSuchFile = -2;
    private const int NotImplemented = -38;
    private const uint NotReplace = 1;
    private const uint PermissionBits = 0xfff;
    private static readonly byte[] Nothing = [];

    /// <returns>The reply with its header; null for what wants none.</returns>
    public byte[]? Answer(ReadOnlySpan<byte> request)
    {
        var node = Long(request, 16);
        var body = request[RequestHeader..];
        return (FuseOperation)Number(request, 4) switch
        {
            FuseOperation.Forget or FuseOperation.ForgetMany or FuseOperation.Interrupt => null,
            FuseOperation.Initialize => Reply(request, FuseReplies.Hello()),
            FuseOperation.Lookup => Reply(request, files.Find(Text(body)) is { } found ? FuseReplies.Entry(found) : null),
            FuseOperation.GetAttributes => Reply(request, FuseReplies.AttributesOf(At(node))),
            FuseOperation.SetAttributes => Reply(request, ChangeAttributes(node, body)),
            FuseOperation.Create => Reply(request, Create(body)),
            FuseOperation.Open => Reply(request, FuseReplies.Opened()),
            FuseOperation.Read => Reply(request, files.At(FileNumber(node)).Read((long)Long(body, 8), (int)Number(body, 16)).ToArray()),
            FuseOperation.Write => Reply(request, Write(node, body)),
            FuseOperation.Flush => Reply(request, Flush(node)),
            FuseOperation.Unlink => Reply(request, files.TryDelete(Text(body)) ? Nothing : null),
            FuseOperation.Rename => Reply(request, Rename(body[8..], flags: 0)),
            FuseOperation.RenameWithFlags => Reply(request, Rename(body[16..], Number(body, 8))),
            FuseOperation.OpenFolder => Reply(request, FuseReplies.OpenedFolder()),
            FuseOperation.ReadFolder => Reply(request, FuseReplies.Entries(files.Files, Long(body, 8), Number(body, 16))),
            FuseOperation.FlushFolder => Reply(request, FlushFolder()),
            FuseOperation.FileSystemStatus => Reply(request, FuseReplies.Space()),
            FuseOperation.Close or FuseOperation.Release or FuseOperation.ReleaseFolder or FuseOperation.Destroy => Reply(request, Nothing),
            _ => Reply(request, Nothing, NotImplemented),
        };
    }

    private byte[] Create(ReadOnlySpan<byte> body) =>
        [.. FuseReplies.Entry(files.Create(Text(body[16..]), Number(body, 4) & PermissionBits)), .. FuseReplies.Opened()];

    private byte[] ChangeAttributes(ulong node, ReadOnlySpan<byte> body)
    {
        var valid = Number(body, 0);
        if (At(node) is not { } file)
        {
            return FuseReplies.AttributesOf(null);
        }

        file.Mode = (valid & 1) != 0 ? Number(body, 68) & PermissionBits : file.Mode;
        file.User = (valid & 2) != 0 ? Number(body, 76) : file.User;
        file.Group = (valid & 4) != 0 ? Number(body, 80) : file.Group;
        if ((valid & 8) != 0)
        {
            files.Resize(file, (long)Long(body, 16));
        }

        if ((valid & 32) != 0)
        {
            file.ModifiedAt = TimeSpan.FromSeconds((long)Long(body, 40)) + TimeSpan.FromTicks(Number(body, 60) / TimeSpan.NanosecondsPerTick);
        }

        return FuseReplies.AttributesOf(file);
    }

    private byte[]? Rename(ReadOnlySpan<byte> names, uint flags)
    {
        var from = Text(names);
        var to = Text(names[(Encoding.UTF8.GetByteCount(from) + 1)..]);
        return (flags & NotReplace) != 0 && files.Find(to) is not null ? null : files.TryRename(from, to) ? Nothing : null;
    }

    private byte[] Write(ulong node, ReadOnlySpan<byte> body)
    {
        var count = Number(body, 16);
        files.Write(files.At(FileNumber(node)), (long)Long(body, 8), body.Slice(40, (int)count));
        return FuseReplies.Count(count);
    }

    private byte[] Flush(ulong node)
    {
        files.Flush(files.At(FileNumber(node)));
        return Nothing;
    }

    private byte[] FlushFolder()
    {
        files.FlushFolder();
        return Nothing;
    }

    private RecordedFile? At(ulong node) => node == FuseReplies.RootNode ? null : files.At(FileNumber(node));

    private static int FileNumber(ulong node) => (int)(node - FuseReplies.RootNode - 1);

    private static byte[] Reply(ReadOnlySpan<byte> request, byte[]? body, int error = NoSuchFile)
    {
        var isGood = body is not null && error != NotImplemented;
        var reply = new byte[ReplyHeader + (isGood ? body!.Length : 0)];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(4), isGood ? 0 : error);
        request.Slice(8, 8).CopyTo(reply.AsSpan(8)); // Which request.
        if (isGood)
        {
            body!.CopyTo(reply, ReplyHeader);
        }

        return reply;
    }

    private static uint Number(ReadOnlySpan<byte> request, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(request[offset..]);

    private static ulong Long(ReadOnlySpan<byte> request, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(request[offset..]);

    private static string Text(ReadOnlySpan<byte> names) => Encoding.UTF8.GetString(names[..names.IndexOf((byte)0)]);
}
