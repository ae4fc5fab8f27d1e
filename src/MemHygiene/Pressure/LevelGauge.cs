namespace MemHygiene.Pressure;

/// <summary>Turns shares of free memory into a level that rises at once and falls only when there is room to spare for a while.</summary>
internal sealed class LevelGauge(MemoryMonitorOptions options, TimeProvider time)
{
    // 1 - 0.8 is a little less than 0.2.
    private const double Rounding = 1e-9;

    private long _roomSince;
    private MemoryLevel? _highestSince;

    public MemoryLevel Level { get; private set; }

    /// <summary>The next look. Unknown counts as free: nobody is turned away because a file could not be read.</summary>
    public MemoryLevel Look(double? free)
    {
        var share = free ?? 1;
        var level = LevelAt(share);
        var withRoom = LevelAt(share - options.Hysteresis);
        if (level > Level)
        {
            Level = level;
            _highestSince = null;
        }
        else if (withRoom >= Level)
        {
            _highestSince = null;
        }
        else
        {
            Fall(withRoom);
        }

        return Level;
    }

    /// <summary>How much of the limit may still be used until the level rises.</summary>
    public double RoomToNextLevel(double? free) => Math.Max(0, (free ?? 1) - Level switch
    {
        MemoryLevel.Good => options.AcceptableBelow,
        MemoryLevel.Acceptable => options.WarningBelow,
        MemoryLevel.Warning => options.CriticalBelow,
        _ => 0,
    });

    // The highest level of the whole time: one good look among bad ones ends nothing.
    private void Fall(MemoryLevel withRoom)
    {
        if (_highestSince is not { } highest)
        {
            _roomSince = time.GetTimestamp();
            highest = withRoom;
        }

        _highestSince = withRoom > highest ? withRoom : highest;
        if (time.GetElapsedTime(_roomSince) >= options.RecoveryTime)
        {
            Level = _highestSince.Value;
            _highestSince = null;
        }
    }

    private MemoryLevel LevelAt(double free) =>
        free + Rounding < options.CriticalBelow ? MemoryLevel.Critical
        : free + Rounding < options.WarningBelow ? MemoryLevel.Warning
        : free + Rounding < options.AcceptableBelow ? MemoryLevel.Acceptable
        : MemoryLevel.Good;
}
