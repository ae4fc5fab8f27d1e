using System.Runtime.CompilerServices;

namespace MemHygiene.JsonStores;

/// <summary>
/// Holds the last snapshot for its time to live and lets one reader at a time fetch the next. The fetch runs on that reader's own thread,
/// also for async readers: a fetch that had to wait for a pool thread would wait for ever once blocked readers hold them all.
/// Thread-safe; a hit takes no lock and writes nothing.
/// </summary>
internal sealed class SnapshotCache<T>(CoarseClock clock, TimeSpan timeToLive, Func<DocumentSnapshot<T>?, DocumentSnapshot<T>> load)
{
    private readonly Lock _gate = new();
    private readonly long _timeToLive = clock.Ticks(timeToLive);
    private DocumentSnapshot<T>? _current;
    private Flight? _flight;

    /// <summary>By the clock itself: for readers to whom its few nanoseconds are nothing.</summary>
    public DocumentSnapshot<T> GetByClock() => ByClock() ?? Wait();

    // By the ticker, which may be late: a process that was stopped for a minute can run readers before it. Inlined for projections, which cost little more than this (JsonStoreBenchmarks).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DocumentSnapshot<T> Get()
    {
        var current = Volatile.Read(ref _current);
        return current is not null && Ticker.Now < current.FreshUntil ? current : Wait();
    }

    /// <summary>A reader that gives up leaves the fetch to the others.</summary>
    public ValueTask<DocumentSnapshot<T>> GetAsync(CancellationToken cancellationToken) =>
        ByClock() is { } fresh ? new(fresh) : new(Fetch().WaitAsync(cancellationToken));

    public DocumentSnapshot<T>? Current => Volatile.Read(ref _current);

    /// <summary>Forgets this snapshot, if it is still the one. A fetch under way goes on.</summary>
    public void Drop(DocumentSnapshot<T> snapshot) => Interlocked.CompareExchange(ref _current, null, snapshot);

    /// <summary>
    /// Forgets the snapshot, and a fetch under way as well: whoever reads after this sees the file of after this. A fetch that began before keeps its readers; the cache does not get it.
    /// </summary>
    public void Clear()
    {
        lock (_gate)
        {
            _current = null;
            _flight = null;
        }
    }

    private DocumentSnapshot<T>? ByClock()
    {
        var current = Volatile.Read(ref _current);
        return current is not null && clock.Now - current.CheckedAt < _timeToLive ? current : null;
    }

    private DocumentSnapshot<T>? Fresh()
    {
        clock.AskedOften();
        return ByClock();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private DocumentSnapshot<T> Wait() => Fresh() ?? Fetch().GetAwaiter().GetResult();

    private Task<DocumentSnapshot<T>> Fetch()
    {
        Flight flight;
        DocumentSnapshot<T>? last;
        lock (_gate)
        {
            if (Fresh() is { } fresh)
            {
                return Task.FromResult(fresh);
            }

            if (_flight is { } underway)
            {
                return underway.Join();
            }

            flight = _flight = new Flight();
            last = _current;
        }

        Land(flight, last);
        return flight.Landed.Task;
    }

    private void Land(Flight flight, DocumentSnapshot<T>? last)
    {
        DocumentSnapshot<T> loaded;
        try
        {
            loaded = load(last);
        }
        catch (Exception failure)
        {
            End(flight, last);
            flight.Landed.SetException(failure);
            return;
        }

        End(flight, loaded);
        flight.Landed.SetResult(loaded);
    }

    // Compared, never unconditional: since the flight began, a save or Clear() may have put it aside.
    private void End(Flight flight, DocumentSnapshot<T>? result)
    {
        lock (_gate)
        {
            if (_flight == flight)
            {
                _flight = null;
                if (result is not null)
                {
                    result.FreshUntil = clock.TickerDeadline(result.CheckedAt, _timeToLive);
                }

                _current = result;
            }
        }
    }

    private sealed class Flight
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public TaskCompletionSource<DocumentSnapshot<T>> Landed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<DocumentSnapshot<T>> Join() => _thread == Environment.CurrentManagedThreadId
            ? throw new InvalidOperationException(
                "A converter, a constructor or the default document's factory read the store that is loading it.")
            : Landed.Task;
    }
}
