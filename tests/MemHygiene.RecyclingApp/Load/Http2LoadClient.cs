using System.Net;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>
/// One stream at a time of an HTTP/2 connection that a few users share; every other request posts a body. HttpClient sends a request again
/// where the protocol says that the server has not begun with it (a stream above GOAWAY's last, or refused); everything else shows.
/// </summary>
internal sealed class Http2LoadClient(HttpClient connection, string path) : ILoadClient
{
    private bool _posts;

    public static HttpClient Connect(EndPoint endPoint, bool tls)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"{(tls ? "https" : "http")}://{endPoint}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public async Task RequestAsync(CancellationToken cancellationToken)
    {
        _posts = !_posts;
        var body = _posts ? Guid.NewGuid().ToString() : null;
        using var request = body is null
            ? new HttpRequestMessage(HttpMethod.Get, path)
            : new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new StringContent(body) };
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var response = await connection.SendAsync(request, cancellationToken);
        Answer.Check((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), body);
    }

    /// <summary>The connection is not this user's alone.</summary>
    public void Dispose()
    {
    }
}
