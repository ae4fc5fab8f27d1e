using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>Events 650 to 699: the single process among the recycling.</summary>
internal static partial class ProcessRecyclingLog
{
    [LoggerMessage(650, LogLevel.Information, "Process {ProcessId} leaves: {Reason}. It is unready from now on, stops in {UnreadyDelay}, and finishes the requests under way")]
    public static partial void Leaving(ILogger logger, int processId, string reason, TimeSpan unreadyDelay);

    [LoggerMessage(651, LogLevel.Information, "This process is a worker: its supervisor replaces it, and AddProcessRecycling does nothing here")]
    public static partial void Supervised(ILogger logger);
}
