namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>How long the next start waits after some that failed, and when to give up.</summary>
internal sealed class StartFailures
{
    private int _inARow;
    private bool _everReady;

    /// <summary>No start before this.</summary>
    public TimeSpan NoneBefore { get; private set; }

    public int InARow => _inARow;

    public bool EverReady => _everReady;

    public void Ready() => _everReady = true;

    public void Reset() => _inARow = 0;

    /// <returns>Whether to go on: false when no worker was ever ready and enough have tried.</returns>
    public bool Count(TimeSpan now)
    {
        _inARow++;
        NoneBefore = now + RecyclePolicy.BackOff(_inARow);
        return _everReady || _inARow < RecyclePolicy.MaxFailedStarts;
    }
}
