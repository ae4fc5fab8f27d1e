using System.Net;
using System.Net.Sockets;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>Processes that are killed, stopped or broken.</summary>
public sealed class FailureTests
{
    private const string HalfOfAPost = "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhello";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_OfAWorker_IsFollowedByAnother()
    {
        await using var app = RecyclingApp.Start("--workers 2");
        await app.ReadyAsync(2, _cancellation);
        var killed = app.Workers()[0];

        SupervisedApp.Signal(killed, "KILL");
        await app.LineAsync(line => line.Contains($"(pid {killed}) ended while Serving with exit code 137"), _cancellation);
        await app.CountAsync("is ready after", 3, _cancellation);
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        var response = await connection.GetAsync("/", close: true, _cancellation);

        Assert.Equal(200, response.Status);
        Assert.Equal(2, app.Workers().Length);
    }

    [Fact]
    public async Task Kill_OfTheSupervisor_AnswersWhatIsUnderWayAndLeavesNoWorker()
    {
        await using var app = RecyclingApp.Start("--workers 2 --keep-alive 60 --number 0");
        await app.ReadyAsync(2, _cancellation);
        using var connection = await SendHalfAsync(app);

        SupervisedApp.Signal(app.ProcessId, "KILL");
        var response = await connection.SendAsync("world", _cancellation);

        Assert.Equal((200, "helloworld"), (response.Status, response.Body));

        // The supervisor's output, which these workers inherit, ends when none of them holds it any more.
        Assert.Equal(137, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Term_WithARequestUnderWay_AnswersItAndRefusesOthers()
    {
        await using var app = RecyclingApp.Start("--workers 1");
        await app.ReadyAsync(1, _cancellation);
        using var connection = await SendHalfAsync(app);

        SupervisedApp.Signal(app.ProcessId, "TERM");
        await app.CountAsync("Worker 1 drains", 1, _cancellation);
        var refused = await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(app.EndPoint, _cancellation));
        var response = await connection.SendAsync("world", _cancellation);

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Equal((200, "helloworld", true), (response.Status, response.Body, response.Closes));
        Assert.Equal(0, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Term_WithARequestThatNeverEnds_EndsAfterTheGracefulTimeout()
    {
        await using var app = RecyclingApp.Start("--workers 1 --grace 1");
        await app.ReadyAsync(1, _cancellation);
        using var connection = await SendHalfAsync(app);

        SupervisedApp.Signal(app.ProcessId, "TERM");

        Assert.Equal(0, await app.ExitAsync(_cancellation));
        Assert.Equal(1, app.Count("has left"));
    }

    [Fact]
    public async Task Crash_AtEveryStart_GivesUpWithTheReason()
    {
        await using var app = RecyclingApp.Start("--crash");

        var exitCode = await app.ExitAsync(_cancellation);

        Assert.Equal(3, exitCode);
        Assert.Equal(5, app.Count("ended while Starting with exit code 134 (SIGABRT): System.InvalidOperationException: The configuration is broken."));
        Assert.Equal(1, app.Count("No worker became ready in 5 tries. Giving up with exit code 3."));
    }

    [Fact]
    public async Task PortInUse_AtStart_IsTheReasonThatIsSaid()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        await using var app = RecyclingApp.StartAt($"http://{other.LocalEndPoint}", "--workers 2");

        var said = await app.LineAsync(line => line.Contains("ended while Starting"), _cancellation);

        Assert.EndsWith($"System.IO.IOException: Failed to bind to address http://{other.LocalEndPoint}: address already in use.", said);
    }

    [Fact]
    public async Task Program_ThatServesNothing_RunsOnce()
    {
        await using var app = RecyclingApp.Start("--done");

        var exitCode = await app.ExitAsync(_cancellation);

        Assert.Equal(0, exitCode);
        Assert.Equal(1, app.Count("the program is done"));
    }

    /// <summary>A request that is under way for as long as the test likes, on a connection that some worker has surely accepted.</summary>
    private async Task<RawConnection> SendHalfAsync(SupervisedApp app)
    {
        var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        await connection.GetAsync("/", close: false, _cancellation);
        await connection.WriteAsync(HalfOfAPost, _cancellation);
        return connection;
    }
}
