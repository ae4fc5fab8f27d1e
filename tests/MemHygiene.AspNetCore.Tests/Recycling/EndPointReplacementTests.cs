using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>Real workers, replaced under requests on other end points than HTTP/1.1 on one port.</summary>
public sealed partial class EndPointReplacementTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http", "2.0", "--http2")]
    [InlineData("https", "1.1", "--https")]
    [InlineData("https", "2.0", "--https")]
    public async Task Posts_WhileWorkersAreReplaced_NoneFails(string scheme, string version, string arguments)
    {
        await using var app = RecyclingApp.StartAt($"{scheme}://127.0.0.1:0", $"--workers 2 --max 100 --jitter 20 --keep-alive 60 {arguments}");
        await app.ReadyAsync(2, _cancellation);

        var answered = await PostAsync(app, $"{scheme}://{app.EndPoint}", version);

        Assert.InRange(answered, 200, int.MaxValue);
        Assert.Equal(0, app.Count("ended while") + app.Count("is killed"));
    }

    [Fact]
    public async Task SeveralEndPoints_WhileWorkersAreReplaced_NoRequestFailsOnAny()
    {
        var path = Path.Combine(Path.GetTempPath(), $"memhygiene-{Guid.NewGuid():N}.sock");
        await using var app = RecyclingApp.StartAt($"http://127.0.0.1:0;http://unix:{path};https://127.0.0.1:0", "--workers 2 --max 300 --jitter 20 --keep-alive 60 --https");
        await app.ReadyAsync(2, _cancellation);
        var secure = TcpEndPoint().Matches(app.Output)[1].Groups[1].Value;
        LoadRun Run(LoadKind kind) => new(kind, 4, 500, GoOn: () => app.Count("has left") < 2);

        var posts = PostAsync(app, $"https://{secure}", "2.0");
        var results = await Task.WhenAll(
            Run(LoadKind.KeepAlivePost).RunAsync(app.EndPoint, _cancellation),
            Run(LoadKind.ConnectionClose).RunAsync(app.EndPoint, _cancellation),
            Run(LoadKind.KeepAlivePost).RunAsync(new UnixDomainSocketEndPoint(path), _cancellation),
            Run(LoadKind.ConnectionClose).RunAsync(new UnixDomainSocketEndPoint(path), _cancellation));

        Assert.Empty(results.SelectMany(result => result.Failures));
        Assert.InRange(await posts, 1, int.MaxValue);
        Assert.Equal(0, app.Count("ended while") + app.Count("is killed"));
    }

    [GeneratedRegex(@"Listening socket (127\.0\.0\.1:\d+) is bound")]
    private static partial Regex TcpEndPoint();

    /// <summary>Posts until two workers have left. The client gives a POST up that it cannot know to be unanswered, so that what fails is seen.</summary>
    private async Task<int> PostAsync(SupervisedApp app, string address, string version)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        using var client = new HttpClient(handler);
        var answered = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (app.Count("has left") < 2)
            {
                var body = Guid.NewGuid().ToString();
                using var request = new HttpRequestMessage(HttpMethod.Post, address + "/echo")
                {
                    Version = new Version(version),
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    Content = new StringContent(body),
                };
                using var response = await client.SendAsync(request, _cancellation);
                Assert.Equal((HttpStatusCode.OK, body), (response.StatusCode, await response.Content.ReadAsStringAsync(_cancellation)));
                Interlocked.Increment(ref answered);
            }
        }));
        return answered;
    }
}
