using MemHygiene.Pressure;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Periodic;

/// <summary>Events 800 to 899.</summary>
internal static partial class PeriodicWorkLog
{
    [LoggerMessage(800, LogLevel.Error, "The periodic work {Name} failed after {ElapsedMilliseconds:F0} ms; its next run comes as scheduled")]
    public static partial void Failed(ILogger logger, Exception exception, string name, double elapsedMilliseconds);

    [LoggerMessage(801, LogLevel.Warning, "A run of the periodic work {Name} takes longer than {RunTimeout}: it is told to end, and no other starts until it does")]
    public static partial void TimedOut(ILogger logger, string name, TimeSpan runTimeout);

    [LoggerMessage(802, LogLevel.Information, "The periodic work {Name} now runs every {Interval}: the memory's level is {Level}")]
    public static partial void IntervalChanged(ILogger logger, string name, TimeSpan interval, MemoryLevel level);

    [LoggerMessage(803, LogLevel.Information, "A run of the periodic work {Name} took {Duration}; one run now makes up for the {Missed} that fell due meanwhile")]
    public static partial void MadeUp(ILogger logger, string name, TimeSpan duration, long missed);

    [LoggerMessage(804, LogLevel.Warning, "The host's time to stop is over and this periodic work has not ended: {Names}")]
    public static partial void Abandoned(ILogger logger, string names);

    [LoggerMessage(805, LogLevel.Error, "Something that periodic work registered with its cancellation token threw")]
    public static partial void CancelFailed(ILogger logger, Exception exception);
}
