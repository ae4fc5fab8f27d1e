using System.Net;
using MemHygiene.Http;
using MemHygiene.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MemHygiene.Tests.Http;

public sealed class HandlerEvictionTests
{
    private readonly TestClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IdleHandler_IsEvictedByTheClockAlone_AndItsConnectionsClose()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var pool = TestPool.Create(_clock);
        using (var client = pool.CreateClient())
        {
            await client.GetStringAsync(server.Address, Token);
        }

        _clock.Advance(TestPool.IdleTimeout);

        Assert.Equal(0, pool.Count);
        Assert.Equal(0, _clock.ArmedTimers);
        await server.ConnectionClosed.WaitAsync(Token);
    }

    [Fact]
    public void LeasedHandler_IsNotEvicted_HoweverLong()
    {
        using var pool = TestPool.Create(_clock);
        using var client = pool.CreateClient();

        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, pool.Count);
    }

    [Fact]
    public void HandlersThatBecameIdleLater_AreEvictedLater()
    {
        using var pool = TestPool.Create(_clock);
        pool.CreateClient(TestPool.Key("early")).Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1));
        pool.CreateClient(TestPool.Key("late")).Dispose();

        _clock.Advance(TestPool.IdleTimeout - TimeSpan.FromMinutes(1));
        Assert.Equal(1, pool.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, pool.Count);
    }

    [Fact]
    public void HandlerThatWasLeasedAgain_StartsItsIdleTimeAnew()
    {
        using var pool = TestPool.Create(_clock);
        pool.CreateClient().Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1.5));
        pool.CreateClient().Dispose();

        _clock.Advance(TimeSpan.FromMinutes(1.5));

        Assert.Equal(1, pool.Count);
    }

    [Fact]
    public async Task NewKeyAtTheBound_EvictsTheLongestIdle()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var pool = TestPool.Create(_clock, options => options.MaxHandlers = 2);
        using (var leased = pool.CreateClient(TestPool.Key("leased")))
        {
            using (var first = pool.CreateClient(TestPool.Key("idle")))
            {
                await first.GetStringAsync(server.Address, Token);
            }

            using var third = pool.CreateClient(TestPool.Key("new"));
            await server.ConnectionClosed.WaitAsync(Token);
            Assert.Equal((2, 0), (pool.Count, pool.IdleCount));
        }

        Assert.Equal(2, pool.IdleCount);
    }

    [Fact]
    public void NewKeyAtTheBound_WithAllLeased_IsRefusedUntilOneComesBack()
    {
        using var pool = TestPool.Create(_clock, options => options.MaxHandlers = 1);
        var leased = pool.CreateClient(TestPool.Key("leased"));

        Assert.False(pool.TryCreateClient(TestPool.Key("new"), out var refused));
        Assert.Null(refused);
        var exception = Assert.Throws<InvalidOperationException>(() => pool.CreateClient(TestPool.Key("new")));
        Assert.Contains(nameof(HandlerPoolOptions.MaxHandlers), exception.Message, StringComparison.Ordinal);
        leased.Dispose();

        Assert.True(pool.TryCreateClient(TestPool.Key("new"), out var client));
        client.Dispose();
        Assert.Equal(1, pool.Count);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task Response_ThatIsStillRead_SurvivesItsClientAndTheEvictionOfItsHandler(HttpProtocols protocols)
    {
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(
            async context =>
            {
                await context.Response.WriteAsync("first ", Token);
                await rest.Task;
                await context.Response.WriteAsync(new string('x', 1_000_000), Token);
            },
            protocols);
        using var pool = TestPool.Create(_clock);
        using var response = await StartReadingAsync(pool, server, protocols);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync(Token));

        _clock.Advance(TestPool.IdleTimeout);
        Assert.Equal(0, pool.Count);
        rest.SetResult();

        Assert.Equal("first " + new string('x', 1_000_000), await body.ReadToEndAsync(Token));
        await server.ConnectionClosed.WaitAsync(Token);
    }

    private static async Task<HttpResponseMessage> StartReadingAsync(HandlerPool pool, LoopbackServer server, HttpProtocols protocols)
    {
        using var client = pool.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address)
        {
            Version = protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
