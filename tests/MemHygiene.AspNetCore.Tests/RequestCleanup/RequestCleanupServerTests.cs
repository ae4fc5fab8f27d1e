using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.RequestCleanup;

public sealed class RequestCleanupServerTests
{
    private readonly TaskCompletionSource _cleaned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Cleaned => _cleaned.Task.WaitAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_Ended_CleansUpLastInFirstOut(bool useHttp2)
    {
        List<int> order = [];
        await using var server = await StartAsync(useHttp2, cleanup =>
        {
            cleanup.Run(_cleaned.SetResult);
            cleanup.Run(() => order.Add(3));
            cleanup.Dispose(new Disposable(() => order.Add(2)));
            cleanup.Run(1, order.Add);
        });

        await server.GetAsync("/");
        await Cleaned;

        Assert.Equal([1, 2, 3], order);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_ThatThrows_IsCleanedUp(bool useHttp2)
    {
        await using var server = await StartAsync(useHttp2, cleanup =>
        {
            cleanup.Run(_cleaned.SetResult);
            throw new InvalidOperationException("unhandled");
        });

        using var response = await server.Client.GetAsync("/", TestContext.Current.CancellationToken);
        await Cleaned;

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task Client_ThatResetsTheConnection_IsCleanedUpAfter()
    {
        var started = new TaskCompletionSource();
        await using var server = await StartWaitingAsync(false, started);
        using var client = new TcpClient { LingerState = new LingerOption(true, 0) };
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await started.Task;

        client.Close();

        await Cleaned;
    }

    [Fact]
    public async Task Client_ThatResetsItsHttp2Stream_IsCleanedUpAfter()
    {
        var started = new TaskCompletionSource();
        await using var server = await StartWaitingAsync(true, started);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var request = server.Client.GetAsync("/", cancellation.Token);
        await started.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Cleaned;
    }

    [Fact]
    public async Task KeepAlive_SecondRequest_RefusesWhatTheFirstOneKept()
    {
        MemHygiene.AspNetCore.RequestCleanup.RequestCleanup? kept = null;
        Exception? error = null;
        await using var server = await StartAsync(false, cleanup =>
        {
            error = Record.Exception(() => kept?.Run(() => { }));
            kept ??= cleanup;
        });

        await server.GetAsync("/");
        Assert.Null(error);
        await server.GetAsync("/");

        Assert.IsType<ObjectDisposedException>(error);
    }

    [Fact]
    public async Task FailingCallback_IsLogged_AndTheRestRuns()
    {
        using var log = new LogRecorder();
        await using var server = await StartAsync(
            false,
            cleanup =>
            {
                cleanup.Run(_cleaned.SetResult);
                cleanup.Run(() => throw new InvalidOperationException("first to run"));
            },
            services => services.AddLogging(logging => logging.AddProvider(log)));

        await server.GetAsync("/");
        await Cleaned;

        Assert.Equal([500], log.Ids);
        Assert.Contains(log.Events, entry => entry.Exception is InvalidOperationException { Message: "first to run" });
    }

    [Fact]
    public async Task Callback_UsingAScopedServiceThatWasResolvedLater_FindsItAlive()
    {
        var wasDisposed = true;
        await using var server = await LoopbackServer.StartAsync(
            services => services.AddScoped<Flag>().AddMemHygiene().AddRequestCleanup(),
            app => app.MapGet("/", (RequestDelegate)(context =>
            {
                var cleanup = context.RequestCleanup();
                cleanup.Run(_cleaned.SetResult);
                cleanup.Run(context.RequestServices.GetRequiredService<Flag>(), flag => wasDisposed = flag.IsDisposed);
                return Task.CompletedTask;
            })));

        await server.GetAsync("/");
        await Cleaned;

        Assert.False(wasDisposed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManyRequests_InParallelAndInTurn_EachDisposesItsOwnOnce(bool useHttp2)
    {
        const int Requests = 64;
        var disposed = 0;
        var all = new TaskCompletionSource();
        await using var server = await StartAsync(useHttp2, cleanup => cleanup.Dispose(new Disposable(() =>
        {
            if (Interlocked.Increment(ref disposed) == Requests)
            {
                all.SetResult();
            }
        })));

        await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => server.GetAsync("/")));
        await all.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Requests, disposed);
    }

    private static Task<LoopbackServer> StartAsync(
        bool useHttp2,
        Action<MemHygiene.AspNetCore.RequestCleanup.RequestCleanup> handle,
        Action<IServiceCollection>? register = null) =>
        LoopbackServer.StartAsync(
            services =>
            {
                services.AddMemHygiene().AddRequestCleanup();
                register?.Invoke(services);
            },
            app => app.MapGet("/", (RequestDelegate)(context =>
            {
                handle(context.RequestCleanup());
                return context.Response.WriteAsync("done", context.RequestAborted);
            })),
            useHttp2);

    private Task<LoopbackServer> StartWaitingAsync(bool useHttp2, TaskCompletionSource started) =>
        LoopbackServer.StartAsync(
            services => services.AddMemHygiene().AddRequestCleanup(),
            app => app.MapGet("/", (RequestDelegate)(async context =>
            {
                context.RequestCleanup().Run(_cleaned.SetResult);
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            })),
            useHttp2);

    private sealed class Disposable(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }

    private sealed class Flag : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
