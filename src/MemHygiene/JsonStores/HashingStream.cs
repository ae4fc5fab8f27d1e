using System.Security.Cryptography;

namespace MemHygiene.JsonStores;

/// <summary>
/// A file's bytes on their way in or out, counted and hashed. Closing it leaves the file open: encrypting and compressing streams close what they wrap, and the file is still to be flushed.
/// </summary>
internal sealed class HashingStream(Stream file, IncrementalHash hash, bool writes) : Stream
{
    private long _count;

    public override bool CanRead => !writes;

    public override bool CanSeek => false;

    public override bool CanWrite => writes;

    /// <summary>How many bytes have passed.</summary>
    public long Count => _count;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    /// <summary>The version of all bytes of the file. The rest of one that was read is passed now: a decompressing stream may have stopped before its end.</summary>
    public JsonStoreVersion Finish()
    {
        if (!writes)
        {
            CopyTo(Null);
        }

        Span<byte> version = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(version);
        return JsonStoreVersion.Of(version);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        hash.AppendData(buffer[..read]);
        _count += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        file.Write(buffer);
        hash.AppendData(buffer);
        _count += buffer.Length;
    }

    public override void Flush() => file.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
