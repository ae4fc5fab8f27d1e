using System.Text;
using MemHygiene.Http;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.Tests.Http;

public sealed class HandlerKeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Keys_OfEqualMembers_AreEqual()
    {
        var one = new HandlerKey { Name = "a", Proxy = new Uri("http://proxy:3128"), AllowAutoRedirect = false };
        var other = new HandlerKey { Name = "a", Proxy = new Uri("http://proxy:3128/"), AllowAutoRedirect = false };

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other with { Name = "b" });
        Assert.NotEqual(one, other with { AllowAutoRedirect = true });
        Assert.NotEqual(one, other with { Proxy = null });
    }

    [Fact]
    public void Keys_ThatDifferOnlyInTheProxysUser_AreNotEqual()
    {
        var one = new HandlerKey { Proxy = new Uri("http://alice:1@proxy:3128") };
        var other = new HandlerKey { Proxy = new Uri("http://bob:2@proxy:3128") };

        Assert.Equal(one.Proxy, other.Proxy);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void ToString_OfAProxyWithAPassword_ShowsNeitherUserNorPassword()
    {
        var text = new HandlerKey { Name = "eu", Proxy = new Uri("http://alice:secret@proxy:3128") }.ToString();

        Assert.Equal("HandlerKey { Name = eu, Proxy = http://proxy:3128, AllowAutoRedirect = True }", text);
    }

    [Theory]
    [InlineData("ftp://proxy")]
    [InlineData("/relative")]
    public void Proxy_ThatNoHandlerUnderstands_IsRefused(string proxy) =>
        Assert.Throws<ArgumentException>(() => new HandlerKey { Proxy = new Uri(proxy, UriKind.RelativeOrAbsolute) });

    [Fact]
    public async Task Proxy_WithUserAndPassword_GetsTheRequestAndTheCredentials()
    {
        await using var proxy = await LoopbackServer.StartAsync(context =>
        {
            var credentials = context.Request.Headers.ProxyAuthorization.ToString();
            if (credentials.Length == 0)
            {
                context.Response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
                context.Response.Headers.ProxyAuthenticate = "Basic realm=\"proxy\"";
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync($"{context.Request.Host} for {Encoding.UTF8.GetString(Convert.FromBase64String(credentials["Basic ".Length..]))}");
        });
        using var pool = TestPool.Create();
        using var client = pool.CreateClient(new HandlerKey { Proxy = new UriBuilder(proxy.Address) { UserName = "alice", Password = "p%40ss" }.Uri });

        var answer = await client.GetStringAsync("http://upstream.invalid/", Token);

        Assert.Equal("upstream.invalid for alice:p@ss", answer);
    }
}
