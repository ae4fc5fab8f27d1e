namespace MemHygiene.Pressure;

/// <summary>When the next collection of garbage may be, and how thorough. One that freed nothing makes the next ones rarer: memory in use does not become garbage by asking.</summary>
/// <param name="options">The monitor's.</param>
/// <param name="fullCollections">How many collections of all generations there were so far, whoever asked for them.</param>
/// <param name="time">The clock.</param>
internal sealed class CollectionSchedule(MemoryMonitorOptions options, Func<int> fullCollections, TimeProvider time)
{
    // Collections cost at most a tenth of the time.
    private const int TimesItsDuration = 10;

    // Of the limit. Less is not worth a pause.
    private const double LeastGain = 0.01;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private bool _isShortage;
    private bool _ranInShortage;
    private int _fullCollections;
    private long? _fullSince;
    private bool _isAtRest;
    private bool _ran;
    private bool _isJudged;
    private long _last;
    private TimeSpan _pause;
    private double? _usedBefore;
    private MemoryLevel _lastLevel;
    private int _fruitless;

    /// <summary>
    /// Whether one is due. Once memory was short, until it is good again: what a burst left behind does not wait for the next one. While it is acceptable, when nobody collects any more: what the collector holds
    /// is known as of its last collection, and a process that rests after some work would look full for ever.
    /// </summary>
    public bool IsDue(MemoryLevel level, double? used)
    {
        _isShortage = level != MemoryLevel.Good && (_isShortage || level >= MemoryLevel.Warning);
        _ranInShortage &= _isShortage;
        if (level == MemoryLevel.Good || level > _lastLevel)
        {
            _fruitless = 0;
        }

        _lastLevel = level;
        _isAtRest = IsAtRest(level);
        if (!options.CollectGarbage || !(_isShortage || _isAtRest))
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
    /// turned away would wait for it. The collector itself goes that far before it lets an allocation fail. Once the program rests, it delays nobody.
    /// </summary>
    public bool IsAggressive(MemoryLevel level) => _ranInShortage && (level == MemoryLevel.Critical || _fruitless > 0 || _isAtRest);

    public void Ran(TimeSpan duration, double? usedBefore)
    {
        _ran = true;
        _ranInShortage = _isShortage;
        _fullCollections = fullCollections();
        _isJudged = false;
        _last = time.GetTimestamp();
        _usedBefore = usedBefore;
        _pause = TimeSpan.FromTicks(Math.Max(options.CollectInterval.Ticks, duration.Ticks * TimesItsDuration));
    }

    // Nobody but the monitor has collected for a while.
    private bool IsAtRest(MemoryLevel level)
    {
        if (level == MemoryLevel.Good)
        {
            _fullSince = null;
            return false;
        }

        var full = fullCollections();
        if (_fullSince is { } since && full == _fullCollections)
        {
            return time.GetElapsedTime(since) >= options.CollectInterval;
        }

        if (!_isShortage)
        {
            // The program works and makes garbage: what the last one found in vain says nothing any more.
            _fruitless = 0;
        }

        _fullCollections = full;
        _fullSince = time.GetTimestamp();
        return false;
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
