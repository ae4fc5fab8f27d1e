using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.RequestCleanup;

internal static partial class RequestCleanupLog
{
    [LoggerMessage(500, LogLevel.Error, "A cleanup at a request's end threw; the others of that request ran.")]
    public static partial void CallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(501, LogLevel.Warning, "Background cleanup was refused: {Capacity} items are pending, or the host is stopping. The item will not run.")]
    public static partial void BackgroundRejected(ILogger logger, int capacity);

    [LoggerMessage(502, LogLevel.Warning, "A request ended after the background queue had been closed by the shutdown; its item will not run.")]
    public static partial void BackgroundTooLate(ILogger logger);

    [LoggerMessage(503, LogLevel.Error, "A background cleanup threw.")]
    public static partial void BackgroundFailed(ILogger logger, Exception exception);

    [LoggerMessage(504, LogLevel.Warning, "The shutdown waited no longer for background cleanup: {Pending} items were abandoned.")]
    public static partial void BackgroundAbandoned(ILogger logger, int pending);
}
