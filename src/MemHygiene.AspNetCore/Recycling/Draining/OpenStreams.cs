namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>
/// The worker's WebSockets and event streams. When the worker leaves they are ended one after the other, evenly over the grace: ended all at
/// once, their clients would come back all at once. One that opens meanwhile joins the others. Thread-safe.
/// </summary>
internal sealed class OpenStreams(TimeSpan grace, TimeProvider time)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<IOpenStream> _streams = [];

    // The order in which they end; one that is no longer in the set has ended by itself.
    private readonly Queue<IOpenStream> _toEnd = [];
    private ITimer? _timer;
    private long _startedAt;
    private TimeSpan _nextEnd;

    /// <summary>Since the ending began.</summary>
    private TimeSpan Now => time.GetElapsedTime(_startedAt);

    public void Add(IOpenStream stream)
    {
        lock (_gate)
        {
            _streams.Add(stream);
            if (_timer is not null)
            {
                _toEnd.Enqueue(stream);
                var next = Following(Now);
                _nextEnd = _streams.Count == 1 || next < _nextEnd ? next : _nextEnd;
                Schedule();
            }
        }
    }

    /// <summary>It has ended, by itself or because it was told to.</summary>
    public void Remove(IOpenStream stream)
    {
        lock (_gate)
        {
            _streams.Remove(stream);
        }
    }

    /// <summary>The worker leaves: from now on the streams are ended.</summary>
    public void BeginEnding()
    {
        lock (_gate)
        {
            _startedAt = time.GetTimestamp();
            _timer = time.CreateTimer(static state => ((OpenStreams)state!).EndDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            foreach (var stream in _streams)
            {
                _toEnd.Enqueue(stream);
            }

            _nextEnd = Following(TimeSpan.Zero);
            Schedule();
        }
    }

    private void EndDue()
    {
        foreach (var stream in TakeDue())
        {
            stream.End();
        }
    }

    private List<IOpenStream> TakeDue()
    {
        var due = new List<IOpenStream>();
        lock (_gate)
        {
            var now = Now;
            while (_nextEnd <= now && _toEnd.TryDequeue(out var stream))
            {
                if (_streams.Remove(stream))
                {
                    due.Add(stream);
                    _nextEnd = Following(_nextEnd);
                }
            }

            Schedule();
        }

        return due;
    }

    /// <summary>The end after the one at that time, so that what is left of the grace does for all that are open.</summary>
    private TimeSpan Following(TimeSpan at) => at < grace ? at + ((grace - at) / Math.Max(1, _streams.Count)) : at;

    private void Schedule()
    {
        if (_streams.Count > 0)
        {
            var wait = _nextEnd - Now;
            _timer!.Change(wait > ShortestWait ? wait : ShortestWait, Timeout.InfiniteTimeSpan);
        }
    }
}
