using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Workers;

/// <summary>
/// Requests that a new worker makes to itself before it is ready: through Kestrel and the whole pipeline, on connections that exist in memory only, as the shared socket's would go to any worker.
/// </summary>
internal sealed class WarmUp
{
    private readonly IReadOnlyList<string> _paths;
    private readonly int _rounds;
    private readonly Lock _gate = new();
    private readonly List<Channel<ConnectionContext>> _listeners = [];
    private bool _isOver;

    public WarmUp(SupervisorOptions options)
    {
        _paths = [.. options.WarmUpPaths];
        _rounds = options.WarmUpRequests;
        _isOver = _paths.Count == 0;
    }

    /// <summary>For each listener: the connections that it returns first. The reader ends when the warm-up is over.</summary>
    public ChannelReader<ConnectionContext> AddListener()
    {
        var connections = Channel.CreateUnbounded<ConnectionContext>();
        lock (_gate)
        {
            if (_isOver)
            {
                connections.Writer.Complete();
            }
            else
            {
                _listeners.Add(connections);
            }
        }

        return connections.Reader;
    }

    /// <summary>Never fails: a worker that could not warm up serves all the same.</summary>
    public async Task RunAsync(ILogger logger)
    {
        try
        {
            if (!_isOver && await FindPlainListenerAsync().ConfigureAwait(false) is { } listener)
            {
                await RunAsync(listener, logger).ConfigureAwait(false);
            }
            else if (!_isOver)
            {
                Log.WarmUpImpossible(logger);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ChannelClosedException)
        {
            Log.WarmUpFailed(logger, _paths[0], exception.Message);
        }
        finally
        {
            End();
        }
    }

    private async Task RunAsync(Channel<ConnectionContext> listener, ILogger logger)
    {
        var told = new HashSet<string>();
        for (var round = 0; round < _rounds; round++)
        {
            foreach (var path in _paths)
            {
                var status = await AskAsync(listener, path).ConfigureAwait(false);
                if (status is not ['2' or '3', ..] && told.Add(path))
                {
                    Log.WarmUpFailed(logger, path, status ?? "no HTTP/1.1");
                }
            }
        }
    }

    /// <summary>The first that speaks HTTP without TLS.</summary>
    private async Task<Channel<ConnectionContext>?> FindPlainListenerAsync()
    {
        Channel<ConnectionContext>[] listeners;
        lock (_gate)
        {
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners)
        {
            if (await AskAsync(listener, _paths[0]).ConfigureAwait(false) is not null)
            {
                return listener;
            }
        }

        return null;
    }

    /// <returns>The status, such as <c>200</c>; null if the answer was none of HTTP/1.1.</returns>
    private static async Task<string?> AskAsync(Channel<ConnectionContext> listener, string path)
    {
        await using var connection = new MemoryConnection();
        await listener.Writer.WriteAsync(connection.ServersEnd).ConfigureAwait(false);
        var answer = await connection.AskAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).ConfigureAwait(false);
        return answer.Split(' ') is [['H', 'T', 'T', 'P', '/', ..], { Length: >= 3 } status, ..] ? status[..3] : null;
    }

    private void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _listeners.ForEach(listener => listener.Writer.TryComplete());
            _listeners.Clear();
        }
    }
}
