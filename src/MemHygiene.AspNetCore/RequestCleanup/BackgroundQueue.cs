using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>
/// Slow work that waits for a worker. A place is reserved while the request runs and filled at its end; the reservations carry the bound,
/// so the channel beneath needs none of its own.
/// </summary>
internal sealed class BackgroundQueue(IOptions<RequestCleanupOptions> options)
{
    private readonly Channel<Func<IServiceProvider, CancellationToken, ValueTask>> _accepted =
        Channel.CreateUnbounded<Func<IServiceProvider, CancellationToken, ValueTask>>();

    private int _pending;
    private volatile bool _isClosed;

    public int Capacity { get; } = options.Value.BackgroundCapacity;

    /// <summary>Reserved, waiting and running together.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public ChannelReader<Func<IServiceProvider, CancellationToken, ValueTask>> Accepted => _accepted.Reader;

    public bool TryReserve()
    {
        if (_isClosed)
        {
            return false;
        }

        var pending = Pending;
        while (pending < Capacity)
        {
            var seen = Interlocked.CompareExchange(ref _pending, pending + 1, pending);
            if (seen == pending)
            {
                return true;
            }

            pending = seen;
        }

        return false;
    }

    public void Release() => Interlocked.Decrement(ref _pending);

    /// <summary>Fills a reserved place; false, and the place is free again, when the queue has been closed since.</summary>
    public bool TryEnqueue(Func<IServiceProvider, CancellationToken, ValueTask> work)
    {
        if (_accepted.Writer.TryWrite(work))
        {
            return true;
        }

        Release();
        return false;
    }

    public void Close()
    {
        _isClosed = true;
        _accepted.Writer.TryComplete();
    }
}
