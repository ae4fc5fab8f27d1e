using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Draining;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MemHygiene.AspNetCore.Tests.Recycling.Draining;

/// <summary>When the app sees that its stream ends: never in the middle of a write.</summary>
public sealed class EventStreamRequestTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly DefaultHttpContext _context = new();
    private readonly GatedBody _body = new();
    private readonly EventStreamRequest _request;

    public EventStreamRequestTests()
    {
        _context.Features.Set<IHttpRequestLifetimeFeature>(new Connection());
        _context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_body));
        _context.Response.ContentType = "text/event-stream";
        _request = new EventStreamRequest(_context, new OpenStreams(TimeSpan.Zero, TimeProvider.System));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task End_WhileAWriteIsUnderWay_IsSeenAfterIt(bool byWriter)
    {
        await _request.RunAsync(async context =>
        {
            var aborted = context.RequestAborted;
            var write = WriteAsync(context.Response, byWriter, aborted);
            await _body.Begun.WaitAsync(_cancellation);

            _request.End();
            var seenEarly = aborted.IsCancellationRequested;
            _body.GoOn();
            await write;
            await CancelledAsync(aborted);

            Assert.False(seenEarly);
            Assert.False(_body.WasCancelled);
        });
    }

    [Fact]
    public async Task WriteAfterTheEnd_OfAnAppThatHasNotLooked_IsNotCancelled()
    {
        await _request.RunAsync(async context =>
        {
            var aborted = context.RequestAborted;
            _body.GoOn();
            _request.End();
            await CancelledAsync(aborted);

            await context.Response.Body.WriteAsync(new byte[1], aborted);

            Assert.False(_body.LastToken.IsCancellationRequested);
        });
    }

    [Fact]
    public async Task Body_OfWhatIsNoEventStream_IsTheConnectionsOwn()
    {
        _context.Response.ContentType = "application/json";

        await _request.RunAsync(context =>
        {
            Assert.Same(_body, context.Response.Body);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Body_IsTheSameAllTheTime_AndTheConnectionsOwnAfterwards()
    {
        _context.Response.ContentType = null;
        await _request.RunAsync(context =>
        {
            var before = context.Response.Body;
            context.Response.ContentType = "application/json";
            Assert.Same(before, context.Response.Body);
            return Task.CompletedTask;
        });

        Assert.Same(_body, _context.Response.Body);
    }

    private static async Task WriteAsync(HttpResponse response, bool byWriter, CancellationToken token)
    {
        if (byWriter)
        {
            await response.BodyWriter.WriteAsync(new byte[1], token);
        }
        else
        {
            await response.Body.WriteAsync(new byte[1], token);
        }
    }

    private Task CancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(cancelled.SetResult);
        return cancelled.Task.WaitAsync(_cancellation);
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public void Abort()
        {
        }
    }

    /// <summary>A client that reads when the test lets it.</summary>
    private sealed class GatedBody : MemoryStream
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public CancellationToken LastToken { get; private set; }

        public bool WasCancelled { get; private set; }

        public void GoOn() => _goOn.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LastToken = cancellationToken;
            using var registration = cancellationToken.Register(() => WasCancelled = true);
            _begun.TrySetResult();
            await _goOn.Task;
        }
    }
}
