using System.IO.Pipelines;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>A response's writer whose flushes are known while they are under way.</summary>
internal sealed class EventStreamWriter(PipeWriter inner, EventStreamRequest request) : PipeWriter
{
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var token = request.BeginWrite(cancellationToken);
        try
        {
            return await inner.FlushAsync(token).ConfigureAwait(false);
        }
        finally
        {
            request.EndWrite();
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        var token = request.BeginWrite(cancellationToken);
        try
        {
            return await inner.WriteAsync(source, token).ConfigureAwait(false);
        }
        finally
        {
            request.EndWrite();
        }
    }
}
