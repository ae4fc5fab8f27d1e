using System.Net;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>The users of a run: each belongs to one end point, all end points get as many.</summary>
internal sealed class LoadClients(LoadRun run, IReadOnlyList<EndPoint> endPoints, LoadResult result) : IDisposable
{
    /// <summary>Users who share an HTTP/2 connection, so that several requests are under way when it is told to go.</summary>
    private const int StreamsOfAConnection = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, HttpClient> _http2 = [];

    public ILoadClient Create(int index)
    {
        var endPoint = endPoints[index % endPoints.Count];
        return run.Kind switch
        {
            LoadKind.WebSocketMessage => new WebSocketLoadClient(endPoint, result),
            LoadKind.ServerSentEvent => new EventLoadClient(endPoint, result),
            LoadKind.Http2 or LoadKind.Https2 => new Http2LoadClient(Connection(index, endPoint), run.Path),
            _ => new Http1LoadClient(run.Kind, endPoint, run.Path, result),
        };
    }

    public void Dispose()
    {
        foreach (var client in _http2.Values)
        {
            client.Dispose();
        }
    }

    private HttpClient Connection(int index, EndPoint endPoint)
    {
        var number = (index / (StreamsOfAConnection * endPoints.Count) * endPoints.Count) + (index % endPoints.Count);
        lock (_gate)
        {
            return _http2.TryGetValue(number, out var client) ? client : _http2[number] = Http2LoadClient.Connect(endPoint, run.Kind == LoadKind.Https2);
        }
    }
}
