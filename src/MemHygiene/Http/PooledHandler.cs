namespace MemHygiene.Http;

/// <summary>One handler of the pool. All state but the handler itself belongs to the pool's lock.</summary>
internal sealed class PooledHandler
{
    private readonly HandlerPool _pool;
    private readonly Lazy<SocketsHttpHandler> _handler;

    public PooledHandler(HandlerPool pool, HandlerKey key, HandlerPoolOptions options)
    {
        _pool = pool;
        Key = key;
        Node = new LinkedListNode<PooledHandler>(this);
        _handler = new Lazy<SocketsHttpHandler>(() => HandlerFactory.Create(key, options));
    }

    public HandlerKey Key { get; }

    /// <summary>Its place among the idle, made once so that a lease allocates nothing for it.</summary>
    public LinkedListNode<PooledHandler> Node { get; }

    public int Leases { get; set; }

    public long IdleSince { get; set; }

    /// <summary>Built by the first client, outside the pool's lock, because it runs the user's configuration.</summary>
    public SocketsHttpHandler Handler => _handler.Value;

    public void GiveBack() => _pool.GiveBack(this);

    public void ReportForgotten() => _pool.ReportForgotten();

    /// <summary>
    /// Closes the idle connections. A response that is still being read keeps its connection until its end, on HTTP/1.1 and HTTP/2
    /// (HandlerEvictionTests hold the framework to that), so eviction does not wait for bodies.
    /// </summary>
    public void DisposeHandler()
    {
        if (_handler.IsValueCreated)
        {
            _handler.Value.Dispose();
        }
    }
}
