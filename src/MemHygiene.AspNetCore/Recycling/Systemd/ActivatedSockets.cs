using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling.Sockets;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Systemd;

/// <summary>
/// The sockets of a socket unit. A worker gets the one that listens at the address that it wants to bind; nothing in the app tells them apart from others. The caller sees to it that one thread
/// at a time is in here.
/// </summary>
internal sealed class ActivatedSockets
{
    private const int FirstDescriptor = 3;

    private readonly ILogger _logger;
    private readonly Dictionary<(string Key, int Slot), ActivatedSocket> _taken = [];
    private readonly List<ActivatedSocket> _left = [];
    private bool _warned;

    public ActivatedSockets(IEnumerable<(int Descriptor, string Name)> passed, ILogger logger)
    {
        _logger = logger;
        foreach (var (descriptor, name) in passed)
        {
            try
            {
                _left.Add(ActivatedSocket.Adopt(descriptor, name));
            }
            catch (InvalidOperationException exception)
            {
                SystemdLog.SocketRefused(logger, descriptor, name, exception.Message);
            }
        }
    }

    /// <summary>Takes what was passed to this process; it may be nothing.</summary>
    public static ActivatedSockets Take(Func<string, string?> read, int processId, ILogger logger)
    {
        if (read("LISTEN_FDS") is not { Length: > 0 } value)
        {
            return new ActivatedSockets([], logger);
        }

        var meant = read("LISTEN_PID");
        if (meant != processId.ToString(CultureInfo.InvariantCulture))
        {
            SystemdLog.SocketsOfAnother(logger, meant, processId);
            return new ActivatedSockets([], logger);
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            SystemdLog.NoNumber(logger, "LISTEN_FDS", value);
            return new ActivatedSockets([], logger);
        }

        var names = read("LISTEN_FDNAMES")?.Split(':') ?? [];
        return new ActivatedSockets(Enumerable.Range(0, count).Select(index => (FirstDescriptor + index, index < names.Length ? names[index] : "unknown")), logger);
    }

    /// <returns>The socket that listens where the request wants to; the same at every request for it. Null if there is none.</returns>
    public Socket? Find(BindRequest request)
    {
        var name = (BindRequest.Key(request.EndPoint), request.Slot);
        if (_taken.TryGetValue(name, out var taken))
        {
            return taken.Socket;
        }

        var found = _left.Find(socket => socket.Is(request.EndPoint)) ?? _left.Find(socket => socket.IsWildcardLike(request.EndPoint));
        if (found is null)
        {
            return null;
        }

        _left.Remove(found);
        _taken.Add(name, found);
        SystemdLog.SocketTaken(_logger, found);
        return found.Socket;
    }

    /// <summary>An address could not be bound: if one of these is in the way, that is the reason.</summary>
    public void ExplainConflict(EndPoint wanted)
    {
        if (_left.Concat(_taken.Values).FirstOrDefault(socket => socket.IsInTheWayOf(wanted)) is { } other)
        {
            SystemdLog.SocketInTheWay(_logger, wanted, other);
        }
    }

    /// <summary>Once a worker is ready it has asked for all that it wants.</summary>
    public void WarnOfUnused()
    {
        if (!_warned)
        {
            _warned = true;
            _left.ForEach(socket => SystemdLog.SocketUnused(_logger, socket));
        }
    }
}
