namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>A response's body whose writes are known while they are under way.</summary>
internal sealed class EventStreamBody(Stream inner, EventStreamRequest request) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Flush() => inner.Flush();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        var token = request.BeginWrite(cancellationToken);
        try
        {
            await inner.FlushAsync(token).ConfigureAwait(false);
        }
        finally
        {
            request.EndWrite();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var token = request.BeginWrite(cancellationToken);
        try
        {
            await inner.WriteAsync(buffer, token).ConfigureAwait(false);
        }
        finally
        {
            request.EndWrite();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);
}
