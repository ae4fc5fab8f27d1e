using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Http;

/// <summary>A bounded number of shared handlers; every client leases one and gives it back when it is disposed.</summary>
/// <remarks>
/// Thread-safe. Clients of equal keys share one handler with its connections. A handler that nobody leases is evicted after <see cref="HandlerPoolOptions.IdleTimeout"/>,
/// with no traffic needed for it, or when its place is needed, the longest idle first. A leased handler is never evicted. The container disposes the pool;
/// handlers that are leased then live until their last client is disposed.
/// </remarks>
public sealed class HandlerPool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HandlerKey, PooledHandler> _handlers = [];
    private readonly LinkedList<PooledHandler> _idle = [];
    private readonly HandlerPoolOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _timerArmed;
    private bool _disposed;
    private int _forgottenReported;

    internal HandlerPool(HandlerPoolOptions options, TimeProvider time, ILogger<HandlerPool> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;

        // The pool is often made by the first request that asks for it; a timer made in its flow would keep that request's ambient state for ever.
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static pool => ((HandlerPool)pool!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Handlers in the pool, leased and idle.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _handlers.Count;
            }
        }
    }

    internal int IdleCount
    {
        get
        {
            lock (_gate)
            {
                return _idle.Count;
            }
        }
    }

    /// <summary>A new client over the handler of <see cref="HandlerKey.Default"/>.</summary>
    /// <returns>The client; dispose it. Timeout, base address and default headers are its own; cookies are not kept.</returns>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    /// <exception cref="InvalidOperationException">Every place of the pool is taken by a leased handler with another key, or <see cref="HandlerPoolOptions.ConfigureHandler"/> turned cookies on.</exception>
    public HttpClient CreateClient() => CreateClient(HandlerKey.Default);

    /// <summary>A new client over the handler of a key.</summary>
    /// <param name="key">What the client needs of its handler.</param>
    /// <returns>The client; dispose it. Timeout, base address and default headers are its own; cookies are not kept.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    /// <exception cref="InvalidOperationException">Every place of the pool is taken by a leased handler with another key, or <see cref="HandlerPoolOptions.ConfigureHandler"/> turned cookies on.</exception>
    public HttpClient CreateClient(HandlerKey key) =>
        TryCreateClient(key, out var client)
            ? client
            : throw new InvalidOperationException(
                $"All {_options.MaxHandlers} handlers of the pool are leased. Dispose clients after use, use fewer keys, or raise {nameof(HandlerPoolOptions)}.{nameof(HandlerPoolOptions.MaxHandlers)}.");

    /// <summary>A new client over the handler of a key, unless every place of the pool is taken by a leased handler with another key.</summary>
    /// <param name="key">What the client needs of its handler.</param>
    /// <param name="client">The client; dispose it. Null if there is no place.</param>
    /// <returns>Whether there is a client.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    /// <exception cref="InvalidOperationException"><see cref="HandlerPoolOptions.ConfigureHandler"/> turned cookies on.</exception>
    public bool TryCreateClient(HandlerKey key, [NotNullWhen(true)] out HttpClient? client)
    {
        ArgumentNullException.ThrowIfNull(key);

        client = null;
        if (!TryLease(key, out var handler, out var evicted))
        {
            return false;
        }

        evicted?.DisposeHandler();
        try
        {
            client = new PooledHttpClient(handler, handler.Handler);
            return true;
        }
        catch
        {
            Drop(handler);
            throw;
        }
    }

    /// <summary>Disposes the idle handlers now and the leased ones after their last client.</summary>
    public void Dispose()
    {
        PooledHandler[] idle;
        lock (_gate)
        {
            _disposed = true;
            idle = [.. _idle];
            _idle.Clear();
            _handlers.Clear();
        }

        _timer.Dispose();
        Array.ForEach(idle, handler => handler.DisposeHandler());
    }

    internal void GiveBack(PooledHandler handler)
    {
        lock (_gate)
        {
            if (--handler.Leases > 0)
            {
                return;
            }

            if (_handlers.TryGetValue(handler.Key, out var current) && ReferenceEquals(current, handler))
            {
                handler.IdleSince = _time.GetTimestamp();
                _idle.AddLast(handler.Node);
                ArmTimer(_options.IdleTimeout);
                return;
            }
        }

        handler.DisposeHandler();
    }

    internal void ReportForgotten()
    {
        if (Interlocked.Exchange(ref _forgottenReported, 1) == 0)
        {
            HandlerPoolLog.Forgotten(_logger);
        }
    }

    private bool TryLease(HandlerKey key, [NotNullWhen(true)] out PooledHandler? handler, out PooledHandler? evicted)
    {
        evicted = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_handlers.TryGetValue(key, out handler))
            {
                if (_handlers.Count >= _options.MaxHandlers && !TryTakeLongestIdle(out evicted))
                {
                    return false;
                }

                handler = new PooledHandler(this, key, _options);
                _handlers.Add(key, handler);
            }
            else if (handler.Leases == 0)
            {
                _idle.Remove(handler.Node);
            }

            handler.Leases++;
        }

        if (evicted is not null)
        {
            HandlerPoolLog.EvictedForRoom(_logger, _options.MaxHandlers);
        }

        return true;
    }

    private bool TryTakeLongestIdle([NotNullWhen(true)] out PooledHandler? handler)
    {
        handler = _idle.First?.Value;
        if (handler is null)
        {
            return false;
        }

        _idle.RemoveFirst();
        _handlers.Remove(handler.Key);
        return true;
    }

    // The handler could not be built. Its Lazy keeps the exception, so it must not serve the next caller.
    private void Drop(PooledHandler handler)
    {
        lock (_gate)
        {
            if (_handlers.TryGetValue(handler.Key, out var current) && ReferenceEquals(current, handler))
            {
                _handlers.Remove(handler.Key);
            }
        }

        handler.GiveBack();
    }

    /// <summary>Evicts those that nobody has leased for some time.</summary>
    internal void EvictIdle(TimeSpan idleFor)
    {
        var evicted = new List<PooledHandler>();
        int left;
        lock (_gate)
        {
            while (_idle.First is { } first && _time.GetElapsedTime(first.Value.IdleSince) >= idleFor)
            {
                TryTakeLongestIdle(out var handler);
                evicted.Add(handler!);
            }

            left = _handlers.Count;
        }

        evicted.ForEach(handler => handler.DisposeHandler());
        if (evicted.Count > 0)
        {
            HandlerPoolLog.EvictedIdle(_logger, evicted.Count, idleFor, left);
        }
    }

    private void OnTimer()
    {
        EvictIdle(_options.IdleTimeout);
        lock (_gate)
        {
            _timerArmed = false;
            if (_idle.First is { } next)
            {
                ArmTimer(_options.IdleTimeout - _time.GetElapsedTime(next.Value.IdleSince));
            }
        }
    }

    private void ArmTimer(TimeSpan due)
    {
        if (!_timerArmed && !_disposed)
        {
            _timerArmed = true;

            // Timers count whole milliseconds: rounded down, the last one would be spent in a loop of timers that are due at once.
            _timer.Change(due + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }
}
