using System.Net;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Systemd;

internal static partial class SystemdLog
{
    [LoggerMessage(640, LogLevel.Information, "Listening socket {Socket} is systemd's.")]
    public static partial void SocketTaken(ILogger logger, ActivatedSocket socket);

    [LoggerMessage(641, LogLevel.Warning, "Listening socket {Socket} of systemd is not used: no worker binds that address. It stays open, and who connects to it waits for nobody.")]
    public static partial void SocketUnused(ILogger logger, ActivatedSocket socket);

    [LoggerMessage(642, LogLevel.Warning, "Descriptor {Descriptor} ({Name}) of LISTEN_FDS is not used: {Reason}.")]
    public static partial void SocketRefused(ILogger logger, int descriptor, string name, string reason);

    [LoggerMessage(643, LogLevel.Warning, "LISTEN_FDS is meant for process {Meant}, and this is {ProcessId}: its sockets are not used. If a script starts the program, let it use exec.")]
    public static partial void SocketsOfAnother(ILogger logger, string? meant, int processId);

    [LoggerMessage(644, LogLevel.Warning, "{EndPoint} cannot be bound: systemd's socket {Other} has the port or path. Let the app and the socket unit name the same address.")]
    public static partial void SocketInTheWay(ILogger logger, EndPoint endPoint, ActivatedSocket other);

    [LoggerMessage(645, LogLevel.Warning, "{Variable} is '{Value}', which is not a number that it can have. It is not used.")]
    public static partial void NoNumber(ILogger logger, string variable, string value);

    [LoggerMessage(646, LogLevel.Warning, "NOTIFY_SOCKET is '{Address}': {Reason}. The service manager is told nothing.")]
    public static partial void NotToldOf(ILogger logger, string address, string reason);

    [LoggerMessage(647, LogLevel.Warning, "The service manager could not be told: {Reason}.")]
    public static partial void NotTold(ILogger logger, string reason);
}
