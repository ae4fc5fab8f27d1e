namespace MemHygiene.Pressure;

/// <summary>
/// Runs calls into other people's code, one at a time, on a thread that is left behind when a call does not return. Not thread-safe: one caller.
/// </summary>
/// <remarks>Threads and no tasks: a pool whose threads all hang is one of the reasons why memory runs out.</remarks>
internal sealed class GuardedCalls : IDisposable
{
    private volatile Runner? _runner;
    private volatile bool _isDisposed;

    /// <summary>Runs the call, which may not throw, and waits for it. After a timeout the next call gets a new thread; the old one ends when its call returns.</summary>
    /// <returns>False if it did not return in time.</returns>
    public bool TryRun(Action call, TimeSpan timeout)
    {
        var runner = _runner ??= new Runner();
        if (_isDisposed)
        {
            runner.Leave();
            return false;
        }

        if (runner.TryRun(call, timeout))
        {
            return true;
        }

        _runner = null;
        return false;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _runner?.Leave();
    }

    private sealed class Runner
    {
        private readonly Lock _gate = new();
        private readonly SemaphoreSlim _work = new(0);
        private readonly SemaphoreSlim _done = new(0);
        private Action? _call;
        private bool _left;

        public Runner() => new Thread(Loop) { IsBackground = true, Name = "MemHygiene consumers" }.UnsafeStart();

        public bool TryRun(Action call, TimeSpan timeout)
        {
            _call = call;
            _work.Release();
            if (_done.Wait(timeout))
            {
                return true;
            }

            Leave();
            return false;
        }

        public void Leave()
        {
            lock (_gate)
            {
                _left = true;
            }

            _work.Release();
        }

        private void Loop()
        {
            while (Next() is { } call)
            {
                call();
                _done.Release();
            }
        }

        private Action? Next()
        {
            _work.Wait();
            lock (_gate)
            {
                return _left ? null : _call;
            }
        }
    }
}
