using MemHygiene.Pressure;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Shedding;

/// <summary>Events 900 to 999.</summary>
internal static partial class SheddingLog
{
    [LoggerMessage(900, LogLevel.Warning, "Requests are turned away (503): memory is {Level}, reason {Reason}. Said once until memory is good again")]
    public static partial void TurnedAway(ILogger logger, MemoryLevel level, SheddingReason reason);
}
