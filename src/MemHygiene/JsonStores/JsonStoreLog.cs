using Microsoft.Extensions.Logging;

namespace MemHygiene.JsonStores;

/// <summary>Events 200 to 299. Paths and positions only, never a document's content.</summary>
internal static partial class JsonStoreLog
{
    [LoggerMessage(200, LogLevel.Warning, "Readers of '{Path}' keep the last good document. {Reason}")]
    public static partial void KeepingLastGood(this ILogger logger, string path, string reason);

    [LoggerMessage(201, LogLevel.Information, "'{Path}' could be loaded again.")]
    public static partial void Recovered(this ILogger logger, string path);

    [LoggerMessage(202, LogLevel.Error, "A handler of a document's change threw.")]
    public static partial void HandlerFailed(this ILogger logger, Exception failure);

    [LoggerMessage(203, LogLevel.Information, "Every read of '{Path}' is serialized and parsed again, which costs many times a copy by fields. {Reason}")]
    public static partial void CopiesThroughSerializer(this ILogger logger, string path, string reason);
}
