using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Reports;

/// <summary>Events 1050 to 1099.</summary>
internal static partial class ReportEndpointLog
{
    [LoggerMessage(1050, LogLevel.Warning, "The memory report at {Path} was asked for from {Address} and not shown: it is for this machine and for authorized users. RequireAuthorization() or the options of MapMemHygiene() decide. Said once")]
    public static partial void Refused(ILogger logger, PathString path, IPAddress? address);
}
