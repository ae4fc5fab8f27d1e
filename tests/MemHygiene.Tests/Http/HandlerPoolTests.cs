using System.Runtime.CompilerServices;
using MemHygiene.Http;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.Tests.Http;

public sealed class HandlerPoolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateClient_OneAfterTheOther_ReusesOneConnection()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var pool = TestPool.Create();

        for (var i = 0; i < 20; i++)
        {
            using var client = pool.CreateClient();
            Assert.Equal("hello", await client.GetStringAsync(server.Address, Token));
        }

        Assert.Equal(1, server.Connections);
        Assert.Equal((1, 1), (pool.Count, pool.IdleCount));
    }

    [Fact]
    public async Task CreateClient_OfDifferentKeys_SharesNoConnection()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var pool = TestPool.Create();
        using var first = pool.CreateClient(TestPool.Key("a"));
        using var second = pool.CreateClient(TestPool.Key("b"));

        await first.GetStringAsync(server.Address, Token);
        await second.GetStringAsync(server.Address, Token);

        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public void Dispose_OfAClientTwice_GivesItsLeaseBackOnce()
    {
        using var pool = TestPool.Create();
        var first = pool.CreateClient();
        using var second = pool.CreateClient();

        first.Dispose();
        first.Dispose();

        Assert.Equal(0, pool.IdleCount);
    }

    [Fact]
    public async Task Clients_OfOneHandler_HaveTheirOwnSettings()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(context.Request.Headers["X-Tenant"].ToString()));
        using var pool = TestPool.Create();
        using var first = pool.CreateClient();
        using var second = pool.CreateClient();
        first.BaseAddress = server.Address;
        first.DefaultRequestHeaders.Add("X-Tenant", "first");
        first.Timeout = TimeSpan.FromSeconds(30);

        Assert.Equal("first", await first.GetStringAsync("/", Token));
        Assert.Equal("", await second.GetStringAsync(server.Address, Token));
        Assert.Equal(TimeSpan.FromSeconds(100), second.Timeout);
    }

    [Fact]
    public async Task Cookies_AreSentToNobody_NotEvenToTheClientThatGotThem()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Cookies.Append("session", "of the first user");
            return context.Response.WriteAsync(context.Request.Headers.Cookie.ToString());
        });
        using var pool = TestPool.Create();
        using var first = pool.CreateClient();
        using var second = pool.CreateClient();

        await first.GetStringAsync(server.Address, Token);

        Assert.Equal("", await first.GetStringAsync(server.Address, Token));
        Assert.Equal("", await second.GetStringAsync(server.Address, Token));
    }

    [Fact]
    public void ConfigureHandler_ThatTurnsCookiesOn_FailsAndLeavesNoHandlerBehind()
    {
        using var pool = TestPool.Create(configure: options => options.ConfigureHandler = (_, handler) => handler.UseCookies = true);

        Assert.Throws<InvalidOperationException>(() => pool.CreateClient());

        Assert.Equal((0, 0), (pool.Count, pool.IdleCount));
    }

    [Fact]
    public async Task ConfigureHandler_ThatFailsOnce_IsAskedAgain()
    {
        var calls = 0;
        await using var server = await LoopbackServer.StartAsync();
        using var pool = TestPool.Create(configure: options => options.ConfigureHandler = (_, _) => _ = ++calls == 1 ? throw new IOException("no certificate") : 0);

        Assert.Throws<IOException>(() => pool.CreateClient());
        using var first = pool.CreateClient();
        using var second = pool.CreateClient();

        Assert.Equal("hello", await second.GetStringAsync(server.Address, Token));
        Assert.Equal(2, calls);
    }

    [Theory]
    [InlineData(true, "arrived")]
    [InlineData(false, "")]
    public async Task Redirects_AreFollowedUnlessTheKeySaysNo(bool follow, string expected)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            if (context.Request.Path == "/there")
            {
                return context.Response.WriteAsync("arrived");
            }

            context.Response.Redirect("/there");
            return Task.CompletedTask;
        });
        using var pool = TestPool.Create();
        using var client = pool.CreateClient(new HandlerKey { AllowAutoRedirect = follow });

        using var response = await client.GetAsync(server.Address, Token);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task MaxConnectionsPerServer_MakesFurtherRequestsWait()
    {
        var arrived = new SemaphoreSlim(0);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            arrived.Release();
            await answer.Task;
            await context.Response.WriteAsync("hello");
        });
        using var pool = TestPool.Create(configure: options => options.MaxConnectionsPerServer = 2);
        using var client = pool.CreateClient();

        var requests = Enumerable.Range(0, 10).Select(_ => client.GetStringAsync(server.Address, Token)).ToList();
        await arrived.WaitAsync(Token);
        await arrived.WaitAsync(Token);
        answer.SetResult();
        await Task.WhenAll(requests);

        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task ForgottenClient_GivesItsLeaseBackWhenItIsCollected_AndIsReported()
    {
        var warning = new WarningGate();
        using var pool = TestPool.Create(logger: warning);
        CreateAndForget(pool);
        Assert.Equal(0, pool.IdleCount);

        GC.Collect();

        Assert.Contains("without having been disposed", await warning.First.WaitAsync(Token), StringComparison.Ordinal);
        Assert.Equal(1, pool.IdleCount);
    }

    [Fact]
    public async Task Dispose_OfThePool_LeavesLeasedHandlersToTheirLastClient()
    {
        await using var server = await LoopbackServer.StartAsync();
        var pool = TestPool.Create();
        var client = pool.CreateClient();

        pool.Dispose();
        pool.Dispose();
        Assert.Equal("hello", await client.GetStringAsync(server.Address, Token));
        client.Dispose();

        await server.ConnectionClosed.WaitAsync(Token);
        Assert.Throws<ObjectDisposedException>(() => pool.CreateClient());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CreateAndForget(HandlerPool pool) => pool.CreateClient();
}
