using System.Text;
using MemHygiene.AspNetCore.Tests.RequestCleanup;
using MemHygiene.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.Sessions;

/// <summary>The table in docs/features/sessions.md: what 100 requests ask of the store, with the framework's store and with ours.</summary>
public sealed class StoreCallsTests
{
    private const int Requests = 100;

    public static TheoryData<string, bool, bool, int, int, int> Table => new()
    {
        // request, with a session, ours, Get, Set, Refresh
        { "/untouched", false, false, 0, 0, 100 },
        { "/untouched", false, true, 0, 0, 0 },
        { "/read", false, false, 100, 0, 100 },
        { "/read", false, true, 0, 0, 0 },
        { "/untouched", true, false, 0, 0, 100 },
        { "/untouched", true, true, 0, 0, 0 },
        { "/read", true, false, 100, 0, 100 },
        { "/read", true, true, 100, 0, 0 },
        { "/equal", true, false, 100, 100, 0 },
        { "/equal", true, true, 100, 0, 0 },
        { "/equal-if-changed", true, false, 100, 0, 100 },
        { "/equal-if-changed", true, true, 100, 0, 0 },
        { "/commit", true, false, 0, 0, 200 },
        { "/commit", true, true, 0, 0, 0 },
        { "/changed", true, false, 100, 100, 0 },
        { "/changed", true, true, 100, 100, 0 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task HundredRequests_AskTheStore(string path, bool hasSession, bool isOurs, int gets, int sets, int refreshes)
    {
        var cache = new CountingCache(new TestClock());
        await using var server = await StartAsync(cache, isOurs);

        await SendAsync(server, cache, path, hasSession);

        Assert.Equal((gets, sets, refreshes), cache.Calls);
    }

    [Theory]
    [InlineData(false, 200, 100)]
    [InlineData(true, 100, 100)]
    public async Task HundredChanges_WithInformationLogged_AskTheStore(bool isOurs, int gets, int sets)
    {
        var cache = new CountingCache(new TestClock());
        using var log = new LogRecorder();
        await using var server = await StartAsync(cache, isOurs, services => services.AddLogging(logging => logging.AddProvider(log)));

        await SendAsync(server, cache, "/changed", hasSession: true);

        Assert.Equal((gets, sets, 0), cache.Calls);
    }

    [Fact]
    public async Task EntriesWrittenByEitherStore_AreReadByTheOther()
    {
        var cache = new CountingCache(new TestClock());
        await using var framework = await StartAsync(cache, isOurs: false);
        await using var ours = await StartAsync(cache, isOurs: true);

        await framework.GetAsync("/equal");
        var cookie = framework.Services.GetRequiredService<CookieJar>().Last!;
        ours.Client.DefaultRequestHeaders.Add("Cookie", cookie);
        var readByOurs = await ours.GetAsync("/read");
        await ours.GetAsync("/append");
        var readByFramework = await framework.GetAsync("/read");

        Assert.Equal("value", readByOurs);
        Assert.Equal("value+", readByFramework);
        Assert.Single(cache.Keys);
    }

    private static async Task SendAsync(LoopbackServer server, CountingCache cache, string path, bool hasSession)
    {
        if (hasSession)
        {
            await server.GetAsync("/equal");
        }

        cache.ResetCalls();
        for (var i = 0; i < Requests; i++)
        {
            await server.GetAsync(path);
        }
    }

    private static Task<LoopbackServer> StartAsync(CountingCache cache, bool isOurs, Action<IServiceCollection>? register = null) =>
        LoopbackServer.StartAsync(
            services =>
            {
                services.AddSingleton<IDistributedCache>(cache);
                services.AddSingleton<CookieJar>();
                services.AddSession();
                services.AddSharedDataProtection();
                if (isOurs)
                {
                    services.AddMemHygiene().AddSessions();
                }

                register?.Invoke(services);
            },
            MapEndpoints);

    private static void MapEndpoints(WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                context.RequestServices.GetRequiredService<CookieJar>().Keep(context.Response.Headers.SetCookie);
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseSession();
        Map(app, "/untouched", _ => "untouched");
        Map(app, "/read", session => session.GetString("key") ?? "none");
        Map(app, "/equal", session => session.SetString("key", "value"));
        Map(app, "/equal-if-changed", session => session.SetStringIfChanged("key", "value"));
        Map(app, "/commit", session => session.CommitAsync().GetAwaiter().GetResult());
        Map(app, "/append", session => session.SetString("key", session.GetString("key") + "+"));
        Map(app, "/changed", session => session.SetString("key", Guid.NewGuid().ToString()));
    }

    private static void Map(WebApplication app, string path, Action<ISession> handle) => Map(app, path, session =>
    {
        handle(session);
        return "done";
    });

    // No Content-Length: the client sees the end of the body only after the session middleware has committed.
    private static void Map(WebApplication app, string path, Func<ISession, string> handle) =>
        app.MapGet(path, (RequestDelegate)(context => context.Response.WriteAsync(handle(context.Session), Encoding.UTF8, context.RequestAborted)));
}
