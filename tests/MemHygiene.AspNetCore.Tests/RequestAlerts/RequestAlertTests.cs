using System.Diagnostics.Metrics;
using System.Net;
using MemHygiene.AspNetCore.RequestAlerts;
using MemHygiene.AspNetCore.Tests.RequestCleanup;
using MemHygiene.Pressure;
using MemHygiene.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.AspNetCore.Tests.RequestAlerts;

public sealed class RequestAlertTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RequestWatch _watch;

    public RequestAlertTests() => _watch = new RequestWatch(_clock, _meters.GetRequiredService<IMeterFactory>());

    [Fact]
    public void Alert_WhenResponsesTakeThreeTimesAsLong_IsRaisedWithBothFigures()
    {
        Windows(6, seconds: 0.02);

        Windows(1, seconds: 0.2);

        var (message, _) = Found(MemoryAlertKind.SlowResponses)!.Value;
        Assert.Matches(@"95 % within 2\d\d ms, where 2\d ms was usual", message);
    }

    [Fact]
    public void Alert_WhenResponsesAreAsFastAsBefore_Ends()
    {
        Windows(6, seconds: 0.02);
        Windows(2, seconds: 0.2);

        Windows(1, seconds: 0.02);

        Assert.Null(Found(MemoryAlertKind.SlowResponses));
    }

    [Theory]
    [InlineData(0.001, 0.04)]
    [InlineData(0.1, 0.25)]
    public void Alert_OfResponsesThatAreLittleSlowerOrStillFast_IsNotRaised(double usual, double now)
    {
        Windows(6, usual);

        Windows(1, now);

        Assert.Null(Found(MemoryAlertKind.SlowResponses));
    }

    [Fact]
    public void Alert_BeforeAMinuteIsKnown_IsNotRaised()
    {
        Windows(5, seconds: 0.02);

        Windows(1, seconds: 2);

        Assert.Null(Found(MemoryAlertKind.SlowResponses));
    }

    [Fact]
    public void Alert_OfFewRequests_IsNotRaised()
    {
        Windows(6, seconds: 0.02);

        Windows(1, seconds: 2, status: 500, count: RequestWatch.FewestRequests - 1);

        Assert.Null(Found(MemoryAlertKind.SlowResponses));
        Assert.Null(Found(MemoryAlertKind.FailedRequests));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(503, false)]
    [InlineData(404, false)]
    public void Alert_OfRequestsWithAStatus_IsRaisedIfTheyFailed(int status, bool isRaised)
    {
        for (var request = 0; request < 100; request++)
        {
            _watch.Count(0.01, request % 10 == 0 ? status : 200);
        }

        _clock.Advance(RequestWatch.Window);

        Assert.Equal(isRaised, Found(MemoryAlertKind.FailedRequests) is not null);
    }

    [Fact]
    public async Task Alert_OfAServerWhoseRequestsFail_IsAmongTheMonitors()
    {
        await using var server = await LoopbackServer.StartAsync(
            services =>
            {
                services.AddSingleton<TimeProvider>(_clock);
                services.AddMemHygiene().AddRequestAlerts().AddRequestAlerts();
            },
            app => app.MapGet("/fails", string () => throw new InvalidOperationException("thrown on purpose")));
        for (var request = 0; request <= RequestWatch.FewestRequests; request++)
        {
            Assert.Equal(HttpStatusCode.InternalServerError, (await server.Client.GetAsync("/fails", TestContext.Current.CancellationToken)).StatusCode);
        }

        _clock.Advance(RequestWatch.Window);
        var source = Assert.Single(server.Services.GetServices<IAlertSource>());

        var failed = source.Look().Single(look => look.Kind == MemoryAlertKind.FailedRequests).Found;

        // On one connection a request is measured before the next one is read; the last may not be yet.
        Assert.Matches("(20 of the last 20|21 of the last 21) requests", failed?.Message ?? Alert(server));
    }

    public void Dispose()
    {
        _watch.Dispose();
        _meters.Dispose();
    }

    // The monitor's own thread may have taken the window.
    private static string Alert(LoopbackServer server) =>
        server.Services.GetRequiredService<MemoryMonitor>().Alerts.Single(alert => alert.Kind == MemoryAlertKind.FailedRequests).Message;

    private void Windows(int windows, double seconds, int status = 200, int count = 100)
    {
        for (var window = 0; window < windows; window++)
        {
            for (var request = 0; request < count; request++)
            {
                _watch.Count(seconds, status);
            }

            _clock.Advance(RequestWatch.Window);
            _ = _watch.Look();
        }
    }

    private (string Message, string Advice)? Found(MemoryAlertKind kind) => _watch.Look().Single(look => look.Kind == kind).Found;
}
