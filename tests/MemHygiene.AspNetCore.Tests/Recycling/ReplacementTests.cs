using System.Net;
using System.Net.Sockets;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>Real workers, replaced under clients that never retry.</summary>
public sealed class ReplacementTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_WhileWorkersAreReplaced_NoneFails()
    {
        await using var app = RecyclingApp.Start("--workers 2 --max 200 --jitter 20 --keep-alive 60");
        await app.ReadyAsync(2, _cancellation);
        bool Replacing() => app.Count("has left") < 3;
        LoadRun[] runs =
        [
            new(LoadKind.KeepAliveGet, 8, 3000, GoOn: Replacing),
            new(LoadKind.KeepAlivePost, 8, 1500, GoOn: Replacing),
            new(LoadKind.ConnectionClose, 4, 1500, GoOn: Replacing),
        ];

        var results = await Task.WhenAll(runs.Select(run => run.RunAsync(app.EndPoint, _cancellation)));

        Assert.Empty(results.SelectMany(result => result.Failures));
        Assert.InRange(results.Sum(result => result.AnsweredCount), 6000, int.MaxValue);
        Assert.Equal(0, app.Count("ended while") + app.Count("is killed"));
    }

    [Fact]
    public async Task Http2Requests_WhileWorkersAreReplaced_NoneFails()
    {
        await using var app = RecyclingApp.Start("--workers 2 --max 100 --jitter 20 --keep-alive 60 --http2");
        await app.ReadyAsync(2, _cancellation);
        using var client = new HttpClient
        {
            BaseAddress = new Uri($"http://{app.EndPoint}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (app.Count("has left") < 2)
            {
                await client.GetStringAsync("/", _cancellation);
            }
        }));

        Assert.Equal(0, app.Count("ended while") + app.Count("is killed"));
    }

    [Fact]
    public async Task IdleConnection_OfAWorkerThatLeaves_IsAnsweredOnceMoreAndClosed()
    {
        await using var app = RecyclingApp.Start("--workers 1 --keep-alive 600");
        await app.ReadyAsync(1, _cancellation);
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        var first = await connection.GetAsync("/", close: false, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "HUP");
        await app.CountAsync("is ready after", 2, _cancellation);
        var last = first;
        while (!last.Closes)
        {
            last = await connection.GetAsync("/", close: false, _cancellation);
        }

        Assert.Equal((200, first.Body), (last.Status, last.Body));
        Assert.True(await connection.ReadEndAsync(_cancellation));
        await app.CountAsync("has left with exit code 0", 1, _cancellation);
    }

    [Fact]
    public async Task Term_ToOneWorker_ReplacesItFirst()
    {
        await using var app = RecyclingApp.Start("--workers 1 --keep-alive 60");
        await app.ReadyAsync(1, _cancellation);

        SupervisedApp.Signal(Assert.Single(app.Workers()), "TERM");
        await app.CountAsync("has left with exit code 0", 1, _cancellation);

        Assert.Equal(2, app.Count("is ready after"));
    }

    [Fact]
    public async Task UnixSocket_WhileWorkersAreReplaced_NoRequestFails()
    {
        var path = Path.Combine(Path.GetTempPath(), $"memhygiene-{Guid.NewGuid():N}.sock");
        await using var app = RecyclingApp.StartAt($"http://unix:{path}", "--workers 1 --max 200 --keep-alive 60");
        await app.ReadyAsync(1, _cancellation);
        var run = new LoadRun(LoadKind.KeepAliveGet, 4, 500, GoOn: () => app.Count("has left") == 0);

        var result = await run.RunAsync(new UnixDomainSocketEndPoint(path), _cancellation);
        SupervisedApp.Signal(app.ProcessId, "TERM");

        Assert.Empty(result.Failures);
        Assert.Equal(0, await app.ExitAsync(_cancellation));
        Assert.False(File.Exists(path));
    }
}
