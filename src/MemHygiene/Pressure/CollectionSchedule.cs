namespace MemHygiene.Pressure;

/// <summary>When the next collection of garbage may be, and how thorough. One that freed nothing makes the next ones rarer: memory in use does not become garbage by asking.</summary>
internal sealed class CollectionSchedule(MemoryMonitorOptions options, TimeProvider time)
{
    // Collections cost at most a tenth of the time.
    private const int TimesItsDuration = 10;

    // Of the limit. Less is not worth a pause.
    private const double LeastGain = 0.01;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private bool _isEpisode;
    private bool _ranInEpisode;
    private bool _ran;
    private bool _isJudged;
    private long _last;
    private TimeSpan _pause;
    private double? _usedBefore;
    private MemoryLevel _lastLevel;
    private int _fruitless;

    /// <summary>Whether one is due. Once memory was short, until it is good again: what a burst left behind does not wait for the next one.</summary>
    public bool IsDue(MemoryLevel level, double? used)
    {
        _isEpisode = level != MemoryLevel.Good && (_isEpisode || level >= MemoryLevel.Warning);
        if (!_isEpisode || level > _lastLevel)
        {
            _fruitless = 0;
        }

        _ranInEpisode &= _isEpisode;

        _lastLevel = level;
        if (!options.CollectGarbage || !_isEpisode)
        {
            return false;
        }

        if (!_ran)
        {
            return true;
        }

        var elapsed = time.GetElapsedTime(_last);
        if (elapsed < _pause)
        {
            return false;
        }

        Judge(used);
        return elapsed >= PauseAfterFruitless();
    }

    /// <summary>
    /// Whether the next one is to give memory back to the system at once. It stops all threads meanwhile, for tens of milliseconds in a small process: that is not for the first moment of a burst, when all who are
    /// turned away would wait for it. The collector itself goes that far before it lets an allocation fail.
    /// </summary>
    public bool IsAggressive(MemoryLevel level) => _ranInEpisode && (level == MemoryLevel.Critical || _fruitless > 0);

    public void Ran(TimeSpan duration, double? usedBefore)
    {
        _ran = true;
        _ranInEpisode = true;
        _isJudged = false;
        _last = time.GetTimestamp();
        _usedBefore = usedBefore;
        _pause = TimeSpan.FromTicks(Math.Max(options.CollectInterval.Ticks, duration.Ticks * TimesItsDuration));
    }

    // Not right after it: a collection in the background has not freed anything yet when the call returns.
    private void Judge(double? used)
    {
        if (!_isJudged)
        {
            _isJudged = true;
            _fruitless = _usedBefore - used >= LeastGain ? 0 : Math.Min(_fruitless + 1, 16);
        }
    }

    // The first one in vain may have been the gentle kind: only from the second on the pauses grow.
    private TimeSpan PauseAfterFruitless()
    {
        var pause = _pause * (1 << Math.Max(0, _fruitless - 1));
        return pause > Longest && Longest > _pause ? Longest : pause;
    }
}
