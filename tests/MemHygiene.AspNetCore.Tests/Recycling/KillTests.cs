using System.Globalization;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>What a kill -9 costs, and whom.</summary>
public sealed class KillTests
{
    private const string HalfOfAPost = "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhello";
    private const int Connections = 64;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_OfTheSupervisor_AllSlowRequestsAreAnswered()
    {
        await using var app = RecyclingApp.Start("--workers 2 --keep-alive 60 --number 0");
        await app.ReadyAsync(2, _cancellation);
        var connections = await OpenAsync(app);
        await Task.WhenAll(connections.Select(client => client.Connection.WriteAsync(HalfOfAPost, _cancellation)));

        SupervisedApp.Signal(app.ProcessId, "KILL");
        await app.CountAsync(" drains ", 2, _cancellation);
        var answers = await Task.WhenAll(connections.Select(client => client.Connection.SendAsync("world", _cancellation)));

        Assert.All(answers, answer => Assert.Equal((200, "helloworld", true), (answer.Status, answer.Body, answer.Closes)));

        // The supervisor's output ends when no worker holds it any more.
        Assert.Equal(137, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Kill_OfTheSupervisor_AStarvedWorkerEndsTooAfterItsGrace()
    {
        await using var app = RecyclingApp.Start("--workers 1 --grace 1 --number 0");
        await app.ReadyAsync(1, _cancellation);
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        Assert.Equal("starved", (await connection.GetAsync("/starve", close: false, _cancellation)).Body);
        await connection.WriteAsync(HalfOfAPost, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "KILL");

        Assert.Equal(137, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Kill_OfAWorker_OnlyItsOwnConnectionsLose()
    {
        await using var app = RecyclingApp.Start("--workers 2");
        await app.ReadyAsync(2, _cancellation);
        var connections = await OpenAsync(app);
        var killed = connections[0].Worker;

        SupervisedApp.Signal(killed, "KILL");
        await app.LineAsync(line => line.Contains($"(pid {killed}) ended while Serving"), _cancellation);
        var lost = new List<int>();
        foreach (var (connection, worker) in connections)
        {
            try
            {
                Assert.Equal(200, (await connection.GetAsync("/", close: false, _cancellation)).Status);
            }
            catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
            {
                lost.Add(worker);
            }
        }

        Assert.Equal(connections.Count(client => client.Worker == killed), lost.Count);
        Assert.All(lost, worker => Assert.Equal(killed, worker));
        Assert.Equal(Connections, (await OpenAsync(app)).Length);
    }

    /// <summary>Connections that some worker has surely accepted, each with the process id of its own.</summary>
    private Task<(RawConnection Connection, int Worker)[]> OpenAsync(SupervisedApp app) => Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
    {
        var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        var response = await connection.GetAsync("/", close: false, _cancellation);
        return (connection, int.Parse(response.Body, CultureInfo.InvariantCulture));
    }));
}
