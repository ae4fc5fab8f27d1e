using System.Globalization;
using MemHygiene.AspNetCore.Recycling.Fleets;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Systemd;

/// <summary>
/// Tells the service manager (<c>Type=notify</c>, <c>Type=notify-reload</c>) when all workers serve, are replaced and stop, and, from the supervisor's loop, that this loop still turns. The protocol is that
/// of sd_notify(3).
/// </summary>
internal sealed class ServiceNotifier : IFleetObserver, IDisposable
{
    private readonly NotifySocket _socket;
    private readonly TimeProvider _time;
    private readonly int _processId;
    private readonly TimeSpan? _beatEvery;
    private long _beatAt;
    private string _status = "";
    private int _restarts;
    private bool _isReady;
    private bool _isReloading;
    private bool _isStopping;

    private ServiceNotifier(NotifySocket socket, int processId, TimeSpan? watchdog, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _processId = processId;
        _beatEvery = watchdog / 2;
        _beatAt = time.GetTimestamp();
    }

    public TimeSpan UntilNextLook => _beatEvery - _time.GetElapsedTime(_beatAt) ?? TimeSpan.MaxValue;

    /// <returns>Null if no service manager wants to be told.</returns>
    public static ServiceNotifier? Connect(Func<string, string?> read, int processId, TimeProvider time, ILogger logger) =>
        read("NOTIFY_SOCKET") is { Length: > 0 } address && NotifySocket.Open(address, logger) is { } socket
            ? new ServiceNotifier(socket, processId, Watchdog(read, processId, logger), time)
            : null;

    public void Look(FleetProgress progress)
    {
        var lines = new List<string>();
        if (progress.Restarts != _restarts)
        {
            _restarts = progress.Restarts;
            TellReloading();
        }

        if (progress.IsStopping && !_isStopping)
        {
            _isStopping = true;
            lines.Add("STOPPING=1");
        }

        if ((!_isReady || _isReloading) && progress is { IsStopping: false, IsRestarting: false } && progress.Serving >= progress.Wanted)
        {
            (_isReady, _isReloading) = (true, false);
            lines.Add("READY=1");
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"MAINPID={_processId}"));
        }

        if (_beatEvery is { } beat && _time.GetElapsedTime(_beatAt) >= beat)
        {
            _beatAt = _time.GetTimestamp();
            lines.Add("WATCHDOG=1");
        }

        var status = Describe(progress);
        if (status != _status)
        {
            _status = status;
            lines.Add("STATUS=" + status);
        }

        if (lines.Count > 0)
        {
            _socket.Send(string.Join('\n', lines));
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>A message of its own: in one together with READY=1 it would be the last word.</summary>
    private void TellReloading()
    {
        if (_isReady && !_isStopping)
        {
            _isReloading = true;
            var now = _time.GetElapsedTime(0, _time.GetTimestamp());
            _socket.Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={now.Ticks / TimeSpan.TicksPerMicrosecond}"));
        }
    }

    private static string Describe(FleetProgress progress)
    {
        var leaving = progress.Draining > 0 ? string.Create(CultureInfo.InvariantCulture, $", {progress.Draining} finish their requests") : "";
        var what = progress switch
        {
            { IsStopping: true } => "stopping: ",
            { IsRestarting: true } => "replacing all: ",
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{what}{progress.Serving} of {progress.Wanted} workers serve{leaving}");
    }

    /// <summary>How long the service manager waits for a sign of life; null if it does not, or not for this process.</summary>
    private static TimeSpan? Watchdog(Func<string, string?> read, int processId, ILogger logger)
    {
        if (read("WATCHDOG_USEC") is not { Length: > 0 } value || (read("WATCHDOG_PID") is { Length: > 0 } meant && meant != processId.ToString(CultureInfo.InvariantCulture)))
        {
            return null;
        }

        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds is > 0 and < long.MaxValue / TimeSpan.TicksPerMicrosecond)
        {
            return TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        }

        SystemdLog.NoNumber(logger, "WATCHDOG_USEC", value);
        return null;
    }
}
