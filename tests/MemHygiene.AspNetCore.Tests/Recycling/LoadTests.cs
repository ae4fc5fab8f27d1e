using System.Net;
using System.Net.Sockets;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>The client that counts failures: what it must not overlook, and that it never sends a request twice.</summary>
public sealed class LoadTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private const string Last = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    private const string Stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nno")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task Answer_ThatBreaksOffOrIsNone_FailsAndIsNotAskedForAgain(string answer)
    {
        await using var server = new ScriptedServer((answer, true));

        var result = await new LoadRun(LoadKind.KeepAliveGet, 1, 3).RunAsync(server.EndPoint, _cancellation);

        Assert.Equal((0, 3, 3), (result.AnsweredCount, result.Failures.Count, server.Requests));
    }

    [Fact]
    public async Task Post_AnsweredWithAnotherBody_Fails()
    {
        await using var server = new ScriptedServer((Good, false));

        var result = await new LoadRun(LoadKind.KeepAlivePost, 1, 2).RunAsync(server.EndPoint, _cancellation);

        Assert.Equal((0, 2, 2), (result.AnsweredCount, result.Failures.Count, server.Requests));
    }

    [Fact]
    public async Task Connection_ClosedBetweenRequestsWithoutAWord_FailsTheNext()
    {
        await using var server = new ScriptedServer((Good, true), (Good, false));

        var result = await new LoadRun(LoadKind.KeepAliveGet, 1, 3).RunAsync(server.EndPoint, _cancellation);

        Assert.Equal((2, 1, 0, 2), (result.AnsweredCount, result.Failures.Count, result.CloseCount, server.Connections));
    }

    [Fact]
    public async Task Connection_ClosedAsTheAnswerSaid_IsFollowedByAnother()
    {
        await using var server = new ScriptedServer((Good, false), (Last, true), (Good, false));

        var result = await new LoadRun(LoadKind.KeepAliveGet, 1, 3).RunAsync(server.EndPoint, _cancellation);

        Assert.Equal((3, 0, 1, 2), (result.AnsweredCount, result.Failures.Count, result.CloseCount, server.Connections));
    }

    [Fact]
    public async Task Connection_ThatIsRefused_FailsEachRequest()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var result = await new LoadRun(LoadKind.ConnectionClose, 2, 4).RunAsync(bound.LocalEndPoint!, _cancellation);

        Assert.Equal((0, 4), (result.AnsweredCount, result.Failures.Count));
    }

    [Fact]
    public async Task Answer_ThatNeverComes_FailsAfterTheTimeout()
    {
        await using var server = new ScriptedServer(("", false));
        var run = new LoadRun(LoadKind.KeepAliveGet, 1, 1) { Timeout = TimeSpan.FromMilliseconds(1) };

        var result = await run.RunAsync(server.EndPoint, _cancellation);

        Assert.Equal((0, 1), (result.AnsweredCount, result.Failures.Count));
    }

    [Fact]
    public async Task Run_ThatHasFailedOftenEnough_EndsEarly()
    {
        await using var server = new ScriptedServer(("", true));
        var run = new LoadRun(LoadKind.KeepAliveGet, 1, 100) { MaxFailures = 3 };

        var result = await run.RunAsync(server.EndPoint, _cancellation);

        Assert.Equal((0, 3, 3), (result.AnsweredCount, result.Failures.Count, server.Requests));
    }

    [Fact]
    public async Task Users_OfSeveralEndPoints_AreSpreadEvenly()
    {
        await using var first = new ScriptedServer((Good, false));
        await using var second = new ScriptedServer((Good, false));
        var run = new LoadRun(LoadKind.KeepAliveGet, 6, 0, GoOn: () => first.Connections + second.Connections < 6);

        var result = await run.RunAsync([first.EndPoint, second.EndPoint], _cancellation);

        Assert.Empty(result.Failures);
        Assert.Equal((3, 3), (first.Connections, second.Connections));
    }

    [Fact]
    public async Task Events_OfAStreamThatEndsAsItShould_GoOnOnAnother()
    {
        await using var server = new ScriptedServer((Stream + "9\r\ndata: 1\n\n\r\n12\r\ndata: 2\n\ndata: 3\n\n\r\n0\r\n\r\n", true));

        var result = await new LoadRun(LoadKind.ServerSentEvent, 1, 5).RunAsync(server.EndPoint, _cancellation);

        Assert.Equal((5, 0, 1), (result.AnsweredCount, result.Failures.Count, result.CloseCount));
    }

    [Theory]
    [InlineData("9\r\ndata: 1\n\n\r\n")]
    [InlineData("9\r\ndata: 1\n\n\r\n7\r\ndata: 2\r\n0\r\n\r\n")]
    [InlineData("9\r\ndata: 1\n\n\r\n9\r\ndata: 3\n\n\r\n")]
    public async Task Events_OfAStreamThatBreaksOffOrLeavesOneOut_Fail(string chunks)
    {
        await using var server = new ScriptedServer((Stream + chunks, true));

        var result = await new LoadRun(LoadKind.ServerSentEvent, 1, 2).RunAsync(server.EndPoint, _cancellation);

        Assert.Equal((1, 1), (result.AnsweredCount, result.Failures.Count));
    }
}
