using Microsoft.Extensions.Primitives;

namespace MemHygiene.JsonStores;

/// <summary>
/// Tells those who asked that a document has changed. As long as somebody has asked, a timer looks at the file, as a reader would. Handlers run one after the other on a pool thread;
/// changes that follow each other quickly are told once. Thread-safe.
/// </summary>
internal sealed class ChangeWatch(TimeProvider time, TimeSpan interval, Func<JsonStoreVersion> look, Action<Exception> failed) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Action> _handlers = [];
    private CancellationTokenSource? _token;
    private JsonStoreVersion? _told;
    private ITimer? _timer;
    private bool _isTelling;
    private bool _tellAgain;
    private bool _isDisposed;
    private int _isLooking;

    /// <summary>Calls the handler for every change from now on, until what it returns is disposed of.</summary>
    public IDisposable Add(Action handler)
    {
        lock (_gate)
        {
            _handlers.Add(handler);
        }

        Begin();
        return new Registration(this, handler);
    }

    /// <summary>A token that changes with the next change.</summary>
    public IChangeToken Next()
    {
        CancellationChangeToken token;
        lock (_gate)
        {
            token = new((_token ??= new()).Token);
        }

        Begin();
        return token;
    }

    /// <summary>The document has this version, in the file or in memory.</summary>
    public void Seen(JsonStoreVersion version)
    {
        lock (_gate)
        {
            var isFirst = _told is null;
            if (_timer is null || _told == version)
            {
                return;
            }

            _told = version;
            if (isFirst)
            {
                return;
            }

            _tellAgain = _isTelling;
            if (!_isTelling)
            {
                _isTelling = true;
                ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.Tell(), this, preferLocal: false);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _handlers.Clear();
            Stop();
        }
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_timer is null && !_isDisposed)
            {
                _timer = time.CreateTimer(static watch => ((ChangeWatch)watch!).Look(), this, interval, interval);
            }
        }

        Look();
    }

    private void Look()
    {
        // A load that takes longer than the interval needs no second thread that waits for it.
        if (Interlocked.Exchange(ref _isLooking, 1) != 0)
        {
            return;
        }

        try
        {
            Seen(look());
        }
        catch (Exception)
        {
            // Readers are told, and the log where there was a good document. The first one that can be loaded is a change.
            Seen(default);
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private void Tell()
    {
        bool again;
        do
        {
            Action[] handlers;
            CancellationTokenSource? token;
            lock (_gate)
            {
                handlers = [.. _handlers];
                (token, _token) = (_token, null);
            }

            foreach (var handler in handlers)
            {
                Run(handler);
            }

            // Its callbacks run here, and all of them, whatever each throws.
            Run(() => token?.Cancel());
            lock (_gate)
            {
                (again, _tellAgain) = (_tellAgain, false);
                _isTelling = again;
                StopIfAlone();
            }
        }
        while (again);
    }

    private void Run(Action handler)
    {
        try
        {
            handler();
        }
        catch (Exception failure)
        {
            failed(failure);
        }
    }

    private void Remove(Action handler)
    {
        lock (_gate)
        {
            _handlers.Remove(handler);
            StopIfAlone();
        }
    }

    private void StopIfAlone()
    {
        if (_handlers.Count == 0 && _token is null)
        {
            Stop();
        }
    }

    private void Stop()
    {
        _timer?.Dispose();
        _timer = null;
        _told = null;
    }

    private sealed class Registration(ChangeWatch watch, Action handler) : IDisposable
    {
        private Action? _handler = handler;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _handler, null) is { } once)
            {
                watch.Remove(once);
            }
        }
    }
}
