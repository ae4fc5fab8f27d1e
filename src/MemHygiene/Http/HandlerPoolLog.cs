using Microsoft.Extensions.Logging;

namespace MemHygiene.Http;

internal static partial class HandlerPoolLog
{
    [LoggerMessage(300, LogLevel.Debug, "Made room for a new handler by evicting the one that was idle longest; the bound is {MaxHandlers}")]
    public static partial void EvictedForRoom(ILogger logger, int maxHandlers);

    [LoggerMessage(301, LogLevel.Debug, "Evicted {Count} handlers that were idle for {IdleTimeout}; {Left} are left")]
    public static partial void EvictedIdle(ILogger logger, int count, TimeSpan idleTimeout, int left);

    [LoggerMessage(302, LogLevel.Warning, "A pooled client was collected without having been disposed; it held its handler until now. This is reported once")]
    public static partial void Forgotten(ILogger logger);
}
