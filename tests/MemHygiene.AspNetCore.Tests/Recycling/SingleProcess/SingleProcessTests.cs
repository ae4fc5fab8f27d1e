using System.Net;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>A process that ends itself for its orchestrator.</summary>
public sealed class SingleProcessTests
{
    private const string Listening = "Now listening on: ";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 0)]
    [InlineData(" --exit-code 7", 7)]
    public async Task Process_AtItsRequests_SaysWhyAnswersWhatIsUnderWayAndEnds(string arguments, int expected)
    {
        await using var app = RecyclingApp.Start("--single --workers 0 --max 5 --unready 1" + arguments);
        var endPoint = await ListeningAsync(app);
        using var connection = await RawConnection.OpenAsync(endPoint, _cancellation);
        await connection.GetAsync("/", close: false, _cancellation);
        await connection.WriteAsync("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhello", _cancellation);
        for (var request = 0; request < 3; request++)
        {
            using var other = await RawConnection.OpenAsync(endPoint, _cancellation);
            await other.GetAsync("/", close: true, _cancellation);
        }

        await app.CountAsync("leaves: it has served 5 requests. It is unready from now on, stops in 00:00:01", 1, _cancellation);
        var response = await connection.SendAsync("world", _cancellation);

        Assert.Equal((200, "helloworld", true), (response.Status, response.Body, response.Closes));
        Assert.Equal(expected, await app.ExitAsync(_cancellation));
        Assert.Equal(1, app.Count("leaves: "));
    }

    [Fact]
    public async Task Worker_OfASupervisor_LeavesItToIt()
    {
        await using var app = RecyclingApp.Start("--single --workers 1 --max 0");
        await app.ReadyAsync(1, _cancellation);

        await app.CountAsync("its supervisor replaces it, and AddProcessRecycling does nothing here", 1, _cancellation);
        SupervisedApp.Signal(app.ProcessId, "TERM");

        Assert.Equal(0, await app.ExitAsync(_cancellation));
    }

    private async Task<IPEndPoint> ListeningAsync(SupervisedApp app)
    {
        var line = await app.LineAsync(line => line.Contains(Listening, StringComparison.Ordinal), _cancellation);
        return new IPEndPoint(IPAddress.Loopback, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]).Port);
    }
}
