using System.IO.Pipelines;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>A connection's pipes, of which Kestrel's end of writing does not close the socket if the connection lingers: its disposal does.</summary>
internal sealed class LingeringTransport(IDuplexPipe inner, TrackedConnection connection) : IDuplexPipe
{
    public PipeReader Input => inner.Input;

    public PipeWriter Output { get; } = new Writer(inner.Output, connection);

    private sealed class Writer(PipeWriter inner, TrackedConnection connection) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
            if (exception is not null || !connection.IsMultiplexed)
            {
                inner.Complete(exception);
            }
        }

        public override ValueTask CompleteAsync(Exception? exception = null) =>
            exception is null && connection.IsMultiplexed ? default : inner.CompleteAsync(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(source, cancellationToken);
    }
}
