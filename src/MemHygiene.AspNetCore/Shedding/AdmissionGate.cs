namespace MemHygiene.AspNetCore.Shedding;

/// <summary>Counts requests in and out under a bound that may change at any moment, and lets a bounded number wait, first come first served.</summary>
/// <remarks>Letting in and out costs an interlocked operation each. Only those who wait take the lock.</remarks>
internal sealed class AdmissionGate(Func<int> limit, int queueLimit, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<Admission>> _queue = [];
    private int _inside;
    private int _waiting;

    public int Inside => Volatile.Read(ref _inside);

    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>In, if there is room and nobody waits. Every entry is followed by one <see cref="Leave"/>.</summary>
    public bool TryEnter() => Volatile.Read(ref _waiting) == 0 && TryTake();

    /// <summary>Waits for room.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Admission> EnterAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var place = new LinkedListNode<TaskCompletionSource<Admission>>(new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_queue.Count >= queueLimit)
            {
                return Admission.QueueFull;
            }

            _queue.AddLast(place);
            Interlocked.Increment(ref _waiting);
        }

        // Against the fence in Leave: whoever left in between has seen that somebody waits, or the room is seen here.
        AdmitWaiting();
        try
        {
            return await place.Value.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Otherwise it was let in, or turned away, at the last moment.
            return GiveUp(place) ? Admission.TimedOut : await place.Value.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (!GiveUp(place) && await place.Value.Task.ConfigureAwait(false) == Admission.Admitted)
            {
                Leave();
            }

            throw;
        }
    }

    public void Leave()
    {
        Interlocked.Decrement(ref _inside);
        AdmitWaiting();
    }

    /// <summary>Lets in those for whom there is room now: after somebody left, and after the bound has changed.</summary>
    public void AdmitWaiting()
    {
        if (Volatile.Read(ref _waiting) == 0)
        {
            return;
        }

        lock (_gate)
        {
            while (_queue.First is { } first && TryTake())
            {
                Remove(first);
                first.Value.SetResult(Admission.Admitted);
            }
        }
    }

    /// <summary>Turns all away that wait.</summary>
    public void TurnAwayWaiting()
    {
        lock (_gate)
        {
            while (_queue.First is { } first)
            {
                Remove(first);
                first.Value.SetResult(Admission.TurnedAway);
            }
        }
    }

    private bool GiveUp(LinkedListNode<TaskCompletionSource<Admission>> place)
    {
        lock (_gate)
        {
            if (place.List is null)
            {
                return false;
            }

            Remove(place);
            return true;
        }
    }

    private void Remove(LinkedListNode<TaskCompletionSource<Admission>> place)
    {
        _queue.Remove(place);
        Interlocked.Decrement(ref _waiting);
    }

    // Not increment and look: whoever counted itself in for a moment would hide the room from those who wait.
    private bool TryTake()
    {
        var inside = Inside;
        while (inside < limit())
        {
            var seen = Interlocked.CompareExchange(ref _inside, inside + 1, inside);
            if (seen == inside)
            {
                return true;
            }

            inside = seen;
        }

        return false;
    }
}
