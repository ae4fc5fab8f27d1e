namespace MemHygiene.JsonStores;

/// <summary>
/// Lets one writer at a time to a document: the writers of this store in the order in which they came, then whoever holds the file's lock in other stores and processes. All waiting
/// together is bounded. Thread-safe.
/// </summary>
internal sealed class WriteQueue(string path, TimeSpan timeout, TimeProvider time, Func<string, DocumentLock?> tryTake)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(16);

    private readonly string _path = path;
    private readonly TimeSpan _timeout = timeout;
    private readonly TimeProvider _time = time;
    private readonly Func<string, DocumentLock?> _tryTake = tryTake;
    private readonly SemaphoreSlim _first = new(1, 1);
    private volatile bool _isTested;

    /// <exception cref="JsonStoreException">It took too long.</exception>
    public WriteTurn Enter()
    {
        var turn = new WriteTurn(this, CancellationToken.None);
        try
        {
            _first.Wait(turn.Token);
        }
        catch (OperationCanceledException)
        {
            turn.Dispose();
            throw JsonStoreException.Queued(_path, _timeout);
        }

        turn.IsEntered = true;
        return turn;
    }

    /// <exception cref="JsonStoreException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">The caller no longer wants it.</exception>
    public async Task<WriteTurn> EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new WriteTurn(this, cancellationToken);
        try
        {
            await _first.WaitAsync(turn.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            turn.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw JsonStoreException.Queued(_path, _timeout);
        }

        turn.IsEntered = true;
        return turn;
    }

    /// <summary>One writer's turn, until it is disposed of.</summary>
    internal sealed class WriteTurn : IDisposable
    {
        private readonly WriteQueue _queue;
        private readonly CancellationToken _caller;
        private readonly CancellationTokenSource _deadline;
        private readonly CancellationTokenSource _end;
        private DocumentLock? _lock;

        public WriteTurn(WriteQueue queue, CancellationToken caller)
        {
            _queue = queue;
            _caller = caller;
            _deadline = new(queue._timeout, queue._time);
            _end = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, caller);
        }

        public CancellationToken Token => _end.Token;

        public bool IsEntered { get; set; }

        /// <summary>Takes the lock that other processes see.</summary>
        /// <param name="target">The file itself, no link to it.</param>
        /// <exception cref="JsonStoreException">Another process holds it too long, or nothing can be locked here.</exception>
        public void Lock(string target)
        {
            var lockPath = DocumentLock.PathFor(target);
            for (var wait = ShortestWait; !TryLock(lockPath); wait = Longer(wait))
            {
                if (Token.WaitHandle.WaitOne(Jittered(wait)))
                {
                    ThrowEnded(lockPath);
                }
            }
        }

        /// <summary>As <see cref="Lock"/>, without holding a thread while another process holds the lock.</summary>
        /// <param name="target">The file itself, no link to it.</param>
        /// <exception cref="JsonStoreException">Another process holds it too long, or nothing can be locked here.</exception>
        /// <exception cref="OperationCanceledException">The caller no longer wants it.</exception>
        public async Task LockAsync(string target)
        {
            var lockPath = DocumentLock.PathFor(target);
            for (var wait = ShortestWait; !TryLock(lockPath); wait = Longer(wait))
            {
                try
                {
                    await Task.Delay(Jittered(wait), _queue._time, Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    ThrowEnded(lockPath);
                }
            }
        }

        public void Dispose()
        {
            _lock?.Dispose();
            _lock = null;
            if (IsEntered)
            {
                IsEntered = false;
                _queue._first.Release();
            }

            _end.Dispose();
            _deadline.Dispose();
        }

        private bool TryLock(string lockPath)
        {
            try
            {
                _lock = _queue._tryTake(lockPath);
                if (_lock is null || _queue._isTested)
                {
                    return _lock is not null;
                }

                // Some file systems say yes to everybody. Through a second open file that shows, at the first use.
                using var second = _queue._tryTake(lockPath);
                _queue._isTested = second is null ? true : throw JsonStoreException.LocksDoNotHold(_queue._path, lockPath);
                return true;
            }
            catch (Exception failure) when (failure is (IOException or UnauthorizedAccessException) and not JsonStoreException)
            {
                throw JsonStoreException.NoLock(_queue._path, lockPath, failure);
            }
        }

        private void ThrowEnded(string lockPath)
        {
            _caller.ThrowIfCancellationRequested();
            throw JsonStoreException.Locked(_queue._path, lockPath, _queue._timeout);
        }

        // Those who wait must not meet again and again.
        private static TimeSpan Jittered(TimeSpan wait) => wait * (0.5 + (Random.Shared.NextDouble() / 2));

        private static TimeSpan Longer(TimeSpan wait) => wait * 2 < LongestWait ? wait * 2 : LongestWait;
    }
}
