using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.AspNetCore.Recycling.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>
/// A worker's accepting and leaving. Leaving: no accepting any more, every response on HTTP/1.1 closes its connection, HTTP/2 connections get
/// GOAWAY, idle connections are left to their timeout: closing them would race with the next request on them. WebSockets and event streams are
/// ended over their grace. It is over when every accept loop has ended <em>and</em> no connection is left. Either alone is not enough: the
/// kernel may have completed an accept that is not tracked yet.
/// </summary>
internal sealed class Drain(SupervisorOptions options)
{
    /// <summary>What the host's own stop may take after the drain's time is over.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly HashSet<TrackedConnection> _connections = [];
    private readonly CancellationTokenSource _begin = new();
    private readonly CancellationTokenSource _stopAccepting = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _drained = new();
    private Worker? _worker;
    private IHostApplicationLifetime? _lifetime;
    private ILogger? _logger;
    private int _acceptLoops;
    private volatile bool _begun;

    /// <summary>Whether the worker is leaving.</summary>
    public bool Begun => _begun;

    /// <summary>How many connections there are.</summary>
    public int Connections
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Cancelled soon after <see cref="Begun"/> is true; the app may see it.</summary>
    public CancellationToken BegunToken => _begin.Token;

    /// <summary>What is ended while the worker leaves, because it would not end by itself.</summary>
    public OpenStreams Streams { get; } = new(options.StreamGrace < options.GracefulTimeout ? options.StreamGrace : options.GracefulTimeout, TimeProvider.System);

    /// <summary>Cancelled when accepting must end.</summary>
    public CancellationToken StopAccepting => _stopAccepting.Token;

    /// <summary>Completes when accepting may begin: not before the host has started, so that a start that fails late has no connection to lose, and the supervisor said so.</summary>
    public Task Opened => _opened.Task;

    /// <summary>The host has started: from now on there is something to stop.</summary>
    public void Attach(Worker worker, IHostApplicationLifetime lifetime, ILogger logger)
    {
        lock (_gate)
        {
            _worker = worker;
            _lifetime = lifetime;
            _logger = logger;
        }
    }

    /// <summary>Accepting begins.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Starts leaving; once is enough. In a worker that has not started there is nothing to finish: the process ends here.</summary>
    public void Begin()
    {
        TrackedConnection[] connections;
        lock (_gate)
        {
            if (_begun)
            {
                return;
            }

            if (_lifetime is null)
            {
                Native.ExitNow(0);
            }

            _begun = true;
            connections = [.. _connections];
        }

        Log.Draining(_logger!, _worker!.Number, connections.Length, _worker.Requests);
        new Thread(Leave) { IsBackground = true, Name = "MemHygiene drain" }.Start();
        _stopAccepting.Cancel();
        Streams.BeginEnding();
        foreach (var connection in connections)
        {
            connection.CloseIfMultiplexed();
        }

        // Not on this thread, which must go on reading the channel: the app's callbacks may take their time.
        _ = _begin.CancelAsync();
        CheckDrained();
    }

    public void AcceptLoopStarted()
    {
        lock (_gate)
        {
            _acceptLoops++;
        }
    }

    public void AcceptLoopEnded()
    {
        lock (_gate)
        {
            _acceptLoops--;
        }

        CheckDrained();
    }

    public void Track(TrackedConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
        }
    }

    public void Untrack(TrackedConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }

        CheckDrained();
    }

    private void CheckDrained()
    {
        lock (_gate)
        {
            if (_begun && _acceptLoops == 0 && _connections.Count == 0)
            {
                _drained.Set();
            }
        }
    }

    /// <summary>On a thread of its own: a starved thread pool, which may be why the worker leaves, cannot keep it alive.</summary>
    private void Leave()
    {
        var started = Environment.TickCount64;
        if (!_drained.Wait(options.GracefulTimeout))
        {
            Log.DrainTimedOut(_logger!, _worker!.Number, _connections.Count);
        }

        new Thread(() => _lifetime!.StopApplication()) { IsBackground = true }.Start();
        var left = options.GracefulTimeout + StopMargin - TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
        Thread.Sleep(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        Native.ExitNow(1);
    }
}
