using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// A GET, which may be answered with an event stream. Then the worker can end it: the app sees that the request is aborted, while the connection
/// is not, so that the response gets its proper end and the client comes back by itself. A POST cannot: only a GET is repeated by EventSource.
/// </summary>
internal sealed class EventStreamRequest(HttpContext context, OpenStreams streams) : IHttpRequestLifetimeFeature, IOpenStream
{
    private const string ContentType = "text/event-stream";

    private readonly IHttpRequestLifetimeFeature _connection = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
    private CancellationTokenSource? _aborted;
    private CancellationTokenRegistration _abortedWithConnection;
    private CancellationToken? _setByApp;
    private volatile bool _ended;

    /// <summary>Made when it is asked for: most requests do not.</summary>
    public CancellationToken RequestAborted
    {
        get => _setByApp ?? Aborted.Token;
        set => _setByApp = value;
    }

    private CancellationTokenSource Aborted => _aborted ?? CreateAborted();

    public async Task RunAsync(RequestDelegate next)
    {
        context.Features.Set<IHttpRequestLifetimeFeature>(this);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ended && context.Response.HasStarted)
        {
            // The response ends here, and properly.
        }
        finally
        {
            streams.Remove(this);
            _abortedWithConnection.Unregister();
            context.Features.Set(_connection);
        }
    }

    public void ResponseStarts()
    {
        if (context.Response.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) != true)
        {
            return;
        }

        if (!HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            // The connection goes with the stream, and has to say so at its start. On one that stays open the client would come back to the
            // worker that has just sent it away.
            context.Response.Headers.Connection = "close";
        }

        streams.Add(this);
    }

    public void Abort() => _connection.Abort();

    public void End()
    {
        _ended = true;

        // Not on this thread: what the app has registered may take its time.
        _ = Aborted.CancelAsync();
    }

    private CancellationTokenSource CreateAborted()
    {
        var created = new CancellationTokenSource();
        if (Interlocked.CompareExchange(ref _aborted, created, null) is { } other)
        {
            return other;
        }

        _abortedWithConnection = _connection.RequestAborted.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), created);
        return created;
    }
}
