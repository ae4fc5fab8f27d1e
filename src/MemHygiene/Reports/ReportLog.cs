using Microsoft.Extensions.Logging;

namespace MemHygiene.Reports;

/// <summary>Events 1000 to 1099, shared with the endpoint in MemHygiene.AspNetCore, which has those from 1050 on.</summary>
internal static partial class ReportLog
{
    [LoggerMessage(1000, LogLevel.Error, "A part of the memory report could not be read: {Part}. The others are there. Said once")]
    public static partial void PartFailed(ILogger logger, Exception exception, string part);
}
