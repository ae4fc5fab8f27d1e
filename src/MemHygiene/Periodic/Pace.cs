using MemHygiene.Pressure;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Periodic;

/// <summary>How long one work waits from run to run: its interval, stretched by the level of the memory, spread by jitter.</summary>
internal sealed class Pace(string name, PeriodicWorkOptions options, Func<MemoryLevel> readLevel, Func<double> random, ILogger logger)
{
    private long _reportedTicks = options.Interval.Ticks;

    /// <summary>The interval at the level of this moment. Logs when it differs from the last answer, so it is asked outside any lock.</summary>
    public TimeSpan ReadInterval()
    {
        var level = options.EvenUnderPressure ? MemoryLevel.Good : readLevel();
        var stretched = options.Interval * StretchAt(level);
        if (stretched > IntervalSetting.Longest)
        {
            stretched = IntervalSetting.Longest;
        }

        if (Interlocked.Exchange(ref _reportedTicks, stretched.Ticks) != stretched.Ticks)
        {
            PeriodicWorkLog.IntervalChanged(logger, name, stretched, level);
        }

        return stretched;
    }

    /// <summary>What the next wait is multiplied by. Drawn to both sides, so that the interval is kept on average.</summary>
    public double DrawSpread() => 1 + (options.Jitter * ((2 * random()) - 1));

    private double StretchAt(MemoryLevel level) => level switch
    {
        MemoryLevel.Critical => options.StretchAtCritical,
        MemoryLevel.Warning => options.StretchAtWarning,
        MemoryLevel.Acceptable => options.StretchAtAcceptable,
        _ => 1,
    };
}
