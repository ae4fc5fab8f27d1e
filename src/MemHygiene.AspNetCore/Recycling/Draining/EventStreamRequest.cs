using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>
/// A GET, which may be answered with an event stream. Then the worker can end it: the app sees that the request is aborted, while the connection
/// is not, so that the response gets its proper end and the client comes back by itself. A POST cannot: only a GET is repeated by EventSource.
/// It is ended between two writes: a write that is under way when its token is cancelled makes Kestrel reset the connection.
/// </summary>
internal sealed class EventStreamRequest(HttpContext context, OpenStreams streams) : IHttpRequestLifetimeFeature, IHttpResponseBodyFeature, IOpenStream
{
    private const string ContentType = "text/event-stream";

    private readonly IHttpRequestLifetimeFeature _connection = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
    private readonly IHttpResponseBodyFeature _body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly Lock _gate = new();
    private Stream? _stream;
    private PipeWriter? _writer;
    private int _writes;
    private bool _isDue;
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

    /// <summary>Watched, unless it is already known to be no event stream. The same for all of the request: middleware compares them.</summary>
    public Stream Stream => _stream ??= MayBeEventStream ? new EventStreamBody(_body.Stream, this) : _body.Stream;

    /// <summary>As <see cref="Stream"/>.</summary>
    public PipeWriter Writer => _writer ??= MayBeEventStream ? new EventStreamWriter(_body.Writer, this) : _body.Writer;

    private bool MayBeEventStream => context.Response.ContentType is not { } type || IsEventStream(type);

    private CancellationTokenSource Aborted => _aborted ?? CreateAborted();

    public async Task RunAsync(RequestDelegate next)
    {
        context.Features.Set<IHttpRequestLifetimeFeature>(this);
        context.Features.Set<IHttpResponseBodyFeature>(this);
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
            context.Features.Set(_body);
        }
    }

    public void ResponseStarts()
    {
        if (context.Response.ContentType is not { } type || !IsEventStream(type))
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
        lock (_gate)
        {
            _isDue = true;
        }

        EndIfIdle();
    }

    /// <summary>Before a write.</summary>
    /// <param name="token">What the app wants to cancel the write with.</param>
    /// <returns>The token for the write, which the ending of the stream does not cancel once the write has begun.</returns>
    public CancellationToken BeginWrite(CancellationToken token)
    {
        lock (_gate)
        {
            _writes++;
            return _ended ? _connection.RequestAborted : token;
        }
    }

    /// <summary>After it.</summary>
    public void EndWrite()
    {
        lock (_gate)
        {
            _writes--;
        }

        EndIfIdle();
    }

    public void DisableBuffering() => _body.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => _body.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        _body.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => _body.CompleteAsync();

    private static bool IsEventStream(string contentType) => contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase);

    private void EndIfIdle()
    {
        lock (_gate)
        {
            if (!_isDue || _ended || _writes > 0)
            {
                return;
            }

            _ended = true;
        }

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
