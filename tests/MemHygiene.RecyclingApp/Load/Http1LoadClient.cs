using System.Net;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>HTTP/1.1, with or without TLS, byte by byte: it goes on on its connection until the server says that it closes it, and never sends a request twice.</summary>
internal sealed class Http1LoadClient(LoadKind kind, EndPoint endPoint, string path, LoadResult result) : ILoadClient
{
    private RawConnection? _connection;

    public async Task RequestAsync(CancellationToken cancellationToken)
    {
        _connection ??= await OpenAsync(cancellationToken);
        var body = kind is LoadKind.KeepAlivePost or LoadKind.HttpsPost ? Guid.NewGuid().ToString() : null;
        var response = body is null
            ? await _connection.GetAsync(path, kind == LoadKind.ConnectionClose, cancellationToken)
            : await _connection.PostAsync("/echo", body, cancellationToken);
        Answer.Check(response.Status, response.Body, body);
        if (response.Closes)
        {
            Dispose();
            result.Closed();
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private Task<RawConnection> OpenAsync(CancellationToken cancellationToken) =>
        kind == LoadKind.HttpsPost ? RawConnection.OpenTlsAsync(endPoint, cancellationToken) : RawConnection.OpenAsync(endPoint, cancellationToken);
}
