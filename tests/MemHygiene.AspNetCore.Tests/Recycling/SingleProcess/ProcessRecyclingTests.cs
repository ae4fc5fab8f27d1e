using System.Net;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.RecyclingApp.Load;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>The end of a process, on sockets, with clients that never retry.</summary>
public sealed class ProcessRecyclingTests
{
    private const long Limit = 64 << 20;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_ThatFollowTheCloseAndStopWhenItIsUnready_LoseNothing()
    {
        await using var server = await RecyclingServer.StartAsync(options => options.MaxRequests = 600);
        var isReady = true;
        LoadKind[] kinds = [LoadKind.KeepAliveGet, LoadKind.KeepAlivePost, LoadKind.ConnectionClose];
        var runs = kinds.Select(kind => new LoadRun(kind, 6, 100, GoOn: () => Volatile.Read(ref isReady)).RunAsync(server.EndPoint, _cancellation)).ToArray();

        do
        {
            server.Look();
        }
        while (await server.ProbeAsync() == 200);
        Volatile.Write(ref isReady, false);
        var results = await Task.WhenAll(runs);
        var stoppedEarly = server.IsStopping;
        server.Clock.Advance(RecyclingServer.UnreadyDelay);
        await server.Stopped;

        Assert.Empty(results.SelectMany(result => result.Failures));
        Assert.InRange(results.Sum(result => result.AnsweredCount), 300, int.MaxValue);
        Assert.False(stoppedEarly);
        await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(server.EndPoint, _cancellation));
    }

    [Fact]
    public async Task KeptConnection_FromTheUnreadyMomentOn_IsAnsweredAndClosed()
    {
        await using var server = await RecyclingServer.StartAsync(options => options.MaxRequests = 1);
        using var connection = await RawConnection.OpenAsync(server.EndPoint, _cancellation);

        var before = await connection.GetAsync("/", close: false, _cancellation);
        server.Look();
        var after = await connection.GetAsync("/", close: false, _cancellation);

        Assert.Equal((200, false), (before.Status, before.Closes));
        Assert.Equal((200, true), (after.Status, after.Closes));
        Assert.True(await connection.ReadEndAsync(_cancellation));
    }

    [Fact]
    public async Task Request_UnderWayWhenTheHostStops_IsAnswered()
    {
        await using var server = await RecyclingServer.StartAsync(options => options.MaxRequests = 1);
        using var connection = await RawConnection.OpenAsync(server.EndPoint, _cancellation);
        await connection.GetAsync("/", close: false, _cancellation);
        await connection.WriteAsync("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhello", _cancellation);
        await server.PostStarted.WaitAsync(_cancellation);

        server.Look();
        server.Clock.Advance(RecyclingServer.UnreadyDelay);
        Assert.True(server.IsStopping);
        var response = await connection.SendAsync("world", _cancellation);
        await server.Stopped;

        Assert.Equal((200, "helloworld", true), (response.Status, response.Body, response.Closes));
    }

    [Fact]
    public async Task Http2Connection_FromTheUnreadyMomentOn_IsReplacedAndNoRequestFails()
    {
        await using var server = await RecyclingServer.StartAsync(options => options.MaxRequests = 1, HttpProtocols.Http2);
        using var client = new HttpClient { BaseAddress = server.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var first = await client.GetStringAsync("/connection", _cancellation);
        var second = await client.GetStringAsync("/connection", _cancellation);

        server.Look();
        string last;
        do
        {
            last = await client.GetStringAsync("/connection", _cancellation);
        }
        while (last == first);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Probe_BeforeAnyLimitIsReached_SaysReady()
    {
        await using var server = await RecyclingServer.StartAsync(options => options.MaxRequests = 10);

        server.Look();
        var status = await server.ProbeAsync();
        server.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((200, false), (status, server.IsStopping));
    }

    [Fact]
    public async Task Memory_AboveItsLimit_TurnsUnreadyAndStops()
    {
        await using var server = await RecyclingServer.StartAsync(options => options.MaxMemory = Limit);
        server.PrivateBytes = Limit;
        server.Look();
        var before = await server.ProbeAsync();

        server.PrivateBytes = Limit + 1;
        server.Look();
        var after = await server.ProbeAsync();
        server.Clock.Advance(RecyclingServer.UnreadyDelay);
        await server.Stopped;

        Assert.Equal((200, 503), (before, after));
    }

    [Fact]
    public async Task ManagedHeap_AboveItsLimit_TurnsUnready()
    {
        await using var server = await RecyclingServer.StartAsync(options => options.MaxHeap = Limit);
        server.HeapBytes = Limit;
        server.Look();
        var before = await server.ProbeAsync();

        server.HeapBytes = Limit + 1;
        server.Look();

        Assert.Equal((200, 503), (before, await server.ProbeAsync()));
    }

    [Fact]
    public async Task Alert_ThatOnlyANewProcessHelps_TurnsUnready()
    {
        await using var server = await RecyclingServer.StartAsync(_ => { });

        // The monitor looks and responds on threads of its own.
        server.Sampler.Used = 950;
        do
        {
            server.Look();
        }
        while (await server.ProbeAsync() == 200);

        Assert.False(server.IsStopping);
    }

    [Fact]
    public async Task Age_AtItsLimit_StopsAfterTheUnreadyDelay()
    {
        await using var server = await RecyclingServer.StartAsync(options => options.MaxAge = TimeSpan.FromHours(1));

        server.Clock.Advance(TimeSpan.FromHours(1) - ProcessRecycler.LookInterval);
        var before = await server.ProbeAsync();
        server.Look();
        var after = await server.ProbeAsync();
        server.Clock.Advance(RecyclingServer.UnreadyDelay - TimeSpan.FromTicks(1));
        var stoppedEarly = server.IsStopping;
        server.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((200, 503, false, true), (before, after, stoppedEarly, server.IsStopping));
    }

    [Fact]
    public async Task AddProcessRecycling_Twice_AddsOneCheck()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMemHygiene().AddMemoryHealthChecks().AddProcessRecycling().AddProcessRecycling(options => options.MaxRequests = 5).AddMemoryHealthChecks();
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostApplicationLifetime, NoLifetime>();
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(_cancellation);

        Assert.Equal(1, report.Entries.Keys.Count(name => name == ProcessRecyclingBuilderExtensions.ReadinessName));
        Assert.Equal(HealthStatus.Healthy, report.Entries[ProcessRecyclingBuilderExtensions.ReadinessName].Status);
    }

    private sealed class NoLifetime : Microsoft.Extensions.Hosting.IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
