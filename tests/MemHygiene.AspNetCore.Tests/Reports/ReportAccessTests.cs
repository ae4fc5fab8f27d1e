using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Reports;

public sealed class ReportAccessTests
{
    private const string Remote = "Test-Address: 203.0.113.7";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Remote)]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("Forwarded: for=127.0.0.1")]
    [InlineData("X-Original-For: 127.0.0.1:5000")]
    [InlineData("X-Real-IP: 127.0.0.1")]
    [InlineData("Via: 1.1 proxy")]
    [InlineData("Host: rebound.example")]
    [InlineData("Origin: https://elsewhere.example")]
    public async Task Get_NotPlainlyFromThisMachine_FindsNothing(string header)
    {
        await using var server = await StartAsync();

        using var page = await server.GetAsync("/memory", header, "Accept: text/html");
        using var json = await server.GetAsync("/memory/report.json", header);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.StatusCode, json.StatusCode));
        Assert.Empty(await json.Content.ReadAsStringAsync(_cancellation));
    }

    [Theory]
    [InlineData("Host: localhost")]
    [InlineData("Host: [::1]:80")]
    [InlineData("Test-Address: ::1")]
    [InlineData("Test-Address: ::ffff:127.0.0.1")]
    public async Task Get_FromThisMachine_IsShown(string header)
    {
        await using var server = await StartAsync();

        using var response = await server.GetAsync("/memory/report.json", header);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("1.0", "404")]
    [InlineData("1.1", "200")]
    public async Task Get_AsAProxyWithoutHeadersSpeaks_FindsNothing(string version, string status)
    {
        await using var server = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, _cancellation);

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /memory HTTP/{version}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"), _cancellation);
        using var reader = new StreamReader(client.GetStream());

        Assert.Contains(status, await reader.ReadLineAsync(_cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherMethods_FromElsewhere_FindNothing()
    {
        await using var server = await StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/memory");
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await server.Client.SendAsync(request, _cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task ARefusal_IsLoggedOnce()
    {
        await using var server = await StartAsync();

        (await server.GetAsync("/memory", Remote)).Dispose();
        (await server.GetAsync("/memory", Remote)).Dispose();

        Assert.Single(server.Log.Ids, 1050);
    }

    [Fact]
    public async Task AllowRemote_ShowsItToEverybody_AndNoLoopbackToNobody()
    {
        await using var open = await StartAsync(options => options.AllowRemote = true);
        await using var shut = await StartAsync(options => options.AllowLoopback = false);

        using var remote = await open.GetAsync("/memory", Remote);
        using var local = await shut.GetAsync("/memory");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (remote.StatusCode, local.StatusCode));
    }

    [Fact]
    public async Task APolicy_ShowsItToThoseWhoSatisfyIt()
    {
        await using var server = await StartAsync(options => options.AuthorizationPolicy = "ops");

        using var anonymous = await server.GetAsync("/memory", Remote);
        using var other = await server.GetAsync("/memory", Remote, "Test-User: guest");
        using var ops = await server.GetAsync("/memory", Remote, "Test-User: ops");
        using var local = await server.GetAsync("/memory");

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK],
            [anonymous.StatusCode, other.StatusCode, ops.StatusCode, local.StatusCode]);
    }

    [Fact]
    public async Task RequireAuthorization_DecidesAlone()
    {
        await using var server = await StartAsync(map: app => app.MapMemHygiene().RequireAuthorization("ops"));

        using var local = await server.GetAsync("/memory");
        using var other = await server.GetAsync("/memory", Remote, "Test-User: guest");
        using var ops = await server.GetAsync("/memory", Remote, "Test-User: ops");

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK], [local.StatusCode, other.StatusCode, ops.StatusCode]);
    }

    [Fact]
    public async Task AllowAnonymous_OpensNothing()
    {
        await using var server = await StartAsync(map: app => app.MapMemHygiene().RequireAuthorization("ops").AllowAnonymous());

        using var remote = await server.GetAsync("/memory", Remote);
        using var local = await server.GetAsync("/memory");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (remote.StatusCode, local.StatusCode));
    }

    [Fact]
    public async Task APolicyThatIsNotThere_FailsAtTheCall()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(options => options.AuthorizationPolicy = "nobody"));

        Assert.Contains("the authorization policy 'nobody', and there is none of this name", error.Message, StringComparison.Ordinal);
    }

    private static Task<ReportServer> StartAsync(Action<AspNetCore.Reports.MemHygieneEndpointOptions>? configure = null, Action<WebApplication>? map = null) => ReportServer.StartAsync(
        builder =>
        {
            builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderUser>("test", null);
            builder.Services.AddAuthorizationBuilder().AddPolicy("ops", policy => policy.RequireUserName("ops"));
        },
        app =>
        {
            // The address that a connection from elsewhere would have.
            app.Use((context, next) =>
            {
                if (context.Request.Headers["Test-Address"] is [{ } address])
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                }

                return next(context);
            });
            app.UseAuthentication();
            app.UseAuthorization();
            (map ?? (self => self.MapMemHygiene(configure: configure)))(app);
        });

    private sealed class HeaderUser(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["Test-User"] is [{ } name]
            ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.Name, name)], "test")), "test"))
            : AuthenticateResult.NoResult());
    }
}
