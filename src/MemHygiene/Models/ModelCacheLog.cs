using Microsoft.Extensions.Logging;

namespace MemHygiene.Models;

internal static partial class ModelCacheLog
{
    [LoggerMessage(100, LogLevel.Information, "Loaded the model {ModelType} in {ElapsedMilliseconds:F0} ms")]
    public static partial void Loaded(ILogger logger, Type modelType, double elapsedMilliseconds);

    [LoggerMessage(101, LogLevel.Warning, "Loading the model {ModelType} failed after {ElapsedMilliseconds:F0} ms; the next lease tries again")]
    public static partial void LoadFailed(ILogger logger, Exception exception, Type modelType, double elapsedMilliseconds);

    [LoggerMessage(102, LogLevel.Information, "Loading the model {ModelType} was cancelled: nobody waits for it any more")]
    public static partial void LoadAbandoned(ILogger logger, Type modelType);

    [LoggerMessage(103, LogLevel.Warning, "Loading the model {ModelType} takes longer than {LoadTimeout}: those who wait are let go")]
    public static partial void LoadTimedOut(ILogger logger, Type modelType, TimeSpan loadTimeout);

    [LoggerMessage(104, LogLevel.Information, "Unloaded the model {ModelType}; it is disposed after its last lease")]
    public static partial void Unloaded(ILogger logger, Type modelType);

    [LoggerMessage(105, LogLevel.Error, "Disposing the model {ModelType} or the services it was loaded from failed")]
    public static partial void DisposeFailed(ILogger logger, Exception exception, Type modelType);

    [LoggerMessage(106, LogLevel.Information, "Loading the model {ModelType} before the host serves")]
    public static partial void Preloading(ILogger logger, Type modelType);
}
