using MemHygiene.AspNetCore.Recycling.Fleets;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling;

internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Information, "Supervisor {ProcessId} keeps {Workers} workers, each replaced after {MaxRequests} requests.")]
    public static partial void Supervising(ILogger logger, int processId, int workers, int maxRequests);

    [LoggerMessage(601, LogLevel.Information, "Worker {Number} (pid {ProcessId}) is ready after {Seconds:0.00} s.")]
    public static partial void WorkerReady(ILogger logger, int number, int processId, double seconds);

    [LoggerMessage(602, LogLevel.Information, "Worker {Number} (pid {ProcessId}) is due for {Reason}, after {Requests} requests and with {Megabytes:0.0} MB of its own: it is replaced in {Seconds:0.0} s.")]
    public static partial void WorkerDue(ILogger logger, int number, int processId, RecycleReason reason, long requests, double megabytes, double seconds);

    [LoggerMessage(603, LogLevel.Information, "Worker {Number} (pid {ProcessId}) has left with exit code {ExitCode}.")]
    public static partial void WorkerLeft(ILogger logger, int number, int processId, string exitCode);

    [LoggerMessage(604, LogLevel.Information, "Rolling restart: every worker is replaced.")]
    public static partial void RollingRestart(ILogger logger);

    [LoggerMessage(605, LogLevel.Information, "Stopping: no new connections, requests under way are finished.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(606, LogLevel.Warning, "Worker {Number} (pid {ProcessId}) ended while {State} with exit code {ExitCode}: {LastWords}")]
    public static partial void WorkerDied(ILogger logger, int number, int processId, string exitCode, MemberState state, string lastWords);

    [LoggerMessage(607, LogLevel.Warning, "Worker {Number} (pid {ProcessId}) is killed: it took too long while {State}.")]
    public static partial void WorkerKilled(ILogger logger, int number, int processId, MemberState state);

    [LoggerMessage(608, LogLevel.Error, "Worker {Number} could not be started: {Reason}")]
    public static partial void StartFailed(ILogger logger, int number, string reason);

    [LoggerMessage(609, LogLevel.Error, "No worker became ready in {Tries} tries. Giving up with exit code 3.")]
    public static partial void GivingUp(ILogger logger, int tries);

    [LoggerMessage(610, LogLevel.Information, "Worker {Number} ended by itself with exit code 0 before it served anything: the program is done.")]
    public static partial void NothingToServe(ILogger logger, int number);

    [LoggerMessage(611, LogLevel.Warning, "Workers need Linux: the app runs in this one process and is not recycled.")]
    public static partial void NotSupported(ILogger logger);

    [LoggerMessage(612, LogLevel.Warning, "Supervisor.RunAsync was called from {Caller}, which is not the program that runs ({Entry}): no supervision here.")]
    public static partial void NotTheProgram(ILogger logger, string? caller, string? entry);

    [LoggerMessage(614, LogLevel.Warning, "Worker {Number} (pid {ProcessId}) hangs and is killed: {How}.")]
    public static partial void WorkerHung(ILogger logger, int number, int processId, string how);

    [LoggerMessage(615, LogLevel.Information, "From {Before} to {After} workers.")]
    public static partial void Scaled(ILogger logger, int before, int after);

    [LoggerMessage(616, LogLevel.Information, "Status:{NewLine}{Status}")]
    public static partial void Status(ILogger logger, string newLine, FleetStatus status);

    [LoggerMessage(617, LogLevel.Information, "From {Before} to {After} workers, by the memory that one was measured to take: {Sum}.")]
    public static partial void PlannedAnew(ILogger logger, int before, int after, string sum);

    [LoggerMessage(618, LogLevel.Warning, "The control socket {Path} does not work: {Reason}")]
    public static partial void ControlSocketFailed(ILogger logger, string path, string reason);

    [LoggerMessage(619, LogLevel.Information, "Worker {Number} (pid {ProcessId}) serves, {Milliseconds:0.0} ms after it was told to.")]
    public static partial void WorkerServes(ILogger logger, int number, int processId, double milliseconds);

    [LoggerMessage(613, LogLevel.Information, "Listening socket {EndPoint} is bound.")]
    public static partial void Bound(ILogger logger, string endPoint);

    [LoggerMessage(638, LogLevel.Warning, "Worker {Number} (pid {ProcessId}) was killed, and the count of processes that the kernel killed for memory in this container has risen: the OOM killer?")]
    public static partial void OutOfMemory(ILogger logger, int number, int processId);

    [LoggerMessage(639, LogLevel.Warning, "{Signals} will have no effect: who started the program has it ignore them (nohup, or & in a script). To get them, start it with: env --default-signal={Names} <program>.")]
    public static partial void SignalsIgnored(ILogger logger, string signals, string names);

    [LoggerMessage(620, LogLevel.Information, "Worker {Number} drains {Connections} connections after {Requests} requests.")]
    public static partial void Draining(ILogger logger, int number, int connections, long requests);

    [LoggerMessage(621, LogLevel.Warning, "Worker {Number} still has {Connections} connections at the end of its graceful timeout; they are closed.")]
    public static partial void DrainTimedOut(ILogger logger, int number, int connections);

    [LoggerMessage(623, LogLevel.Warning, "The warm-up request for {Path} was answered with {Status}.")]
    public static partial void WarmUpFailed(ILogger logger, string path, string status);

    [LoggerMessage(624, LogLevel.Warning, "No end point speaks HTTP/1.1 without TLS, so there is no warm-up.")]
    public static partial void WarmUpImpossible(ILogger logger);

    [LoggerMessage(622, LogLevel.Debug, "A connection could not be accepted.")]
    public static partial void AcceptFailed(ILogger logger, Exception exception);
}
