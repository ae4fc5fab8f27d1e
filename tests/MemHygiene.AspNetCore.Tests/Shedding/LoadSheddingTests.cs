using System.Net;
using System.Text.Json;
using MemHygiene.AspNetCore.Shedding;
using MemHygiene.Pressure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.Shedding;

public sealed class LoadSheddingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_WhileMemoryIsGood_IsAnswered()
    {
        await using var server = await SheddingServer.StartAsync();

        Assert.Equal("fine", await server.Client.GetStringAsync("/", Token));
    }

    [Fact]
    public async Task Request_WhileMemoryIsCritical_IsTurnedAwayWithRetryAfter()
    {
        await using var server = await SheddingServer.StartAsync();
        await server.UseAsync(950, MemoryLevel.Critical);

        var response = await server.Client.GetAsync("/", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 5, 10);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(503, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Request_AfterMemoryRecovered_IsAnsweredAgain()
    {
        await using var server = await SheddingServer.StartAsync();
        await server.UseAsync(950, MemoryLevel.Critical);

        await server.UseAsync(100, MemoryLevel.Good);

        Assert.Equal("fine", await server.Client.GetStringAsync("/", Token));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/probe")]
    [InlineData("/kept")]
    public async Task Request_ThatIsExempt_IsAnsweredWhileMemoryIsCritical(string path)
    {
        await using var server = await SheddingServer.StartAsync(
            add =>
            {
                add.AddLoadShedding();
                add.Services.AddHealthChecks();
            },
            app =>
            {
                app.MapHealthChecks("/probe");
                app.MapGet("/kept", () => "kept").ExemptFromLoadShedding();
            });
        await server.UseAsync(950, MemoryLevel.Critical);

        var response = await server.Client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Request_OnAPathThatOnlyBeginsLikeAnExemptOne_IsTurnedAway()
    {
        await using var server = await SheddingServer.StartAsync(map: app => app.MapGet("/healthy-food", () => "apples"));
        await server.UseAsync(950, MemoryLevel.Critical);

        var response = await server.Client.GetAsync("/healthy-food", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Request_AboveTheBoundWhileMemoryIsLow_WaitsUntilOneLeaves()
    {
        await using var server = await SheddingServer.StartAsync(add => add.AddLoadShedding(options => options.MaxConcurrentRequestsAtWarning = 1));
        var first = await LowOnMemoryWithOneInsideAsync(server);

        var second = server.Client.GetStringAsync("/", Token);
        await Waiting(server, 1);
        var before = second.IsCompleted;
        server.Finish();

        Assert.False(before);
        Assert.Equal("fine", await second);
        Assert.Equal("done", await first());
        Assert.Equal(0, server.Gate.Waiting);
    }

    [Fact]
    public async Task Request_AboveTheBoundWithAFullQueue_IsTurnedAway()
    {
        await using var server = await SheddingServer.StartAsync(add => add.AddLoadShedding(options =>
        {
            options.MaxConcurrentRequestsAtWarning = 1;
            options.QueueLimit = 0;
        }));
        var first = await LowOnMemoryWithOneInsideAsync(server);

        var response = await server.Client.GetAsync("/", Token);
        server.Finish();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("done", await first());
    }

    [Theory]
    [InlineData(0, 7, true)]
    [InlineData(1, 7, false)]
    [InlineData(1, 0, true)]
    public async Task Request_LetInAmongMoreThanProcessors_LetsThoseGoAheadWhoWaitForADecision(int beyondProcessors, long queued, bool worksAtOnce)
    {
        await using var server = await SheddingServer.StartAsync(add => add.AddLoadShedding(options => options.MaxConcurrentRequests = 1000));
        server.Shedding.PendingWorkItems = () => queued;
        for (var inside = 0; inside < Environment.ProcessorCount - 1 + beyondProcessors; inside++)
        {
            server.Gate.TryEnter();
        }

        var caller = Environment.CurrentManagedThreadId;
        var (works, workedAtOnce, hasReturned) = (false, false, false);
        var middleware = new LoadSheddingMiddleware(
            _ =>
            {
                works = true;
                workedAtOnce = Environment.CurrentManagedThreadId == caller && !hasReturned;
                return Task.CompletedTask;
            },
            server.Shedding);
        var request = middleware.InvokeAsync(new DefaultHttpContext());
        hasReturned = true;
        await request;

        Assert.Equal(worksAtOnce, workedAtOnce);
        Assert.True(works);
    }

    [Fact]
    public async Task RequestsThatWait_WhenMemoryIsGoodAgain_AreLetIn()
    {
        await using var server = await SheddingServer.StartAsync(add => add.AddLoadShedding(options => options.MaxConcurrentRequestsAtWarning = 1));
        var first = await LowOnMemoryWithOneInsideAsync(server);
        var second = server.Client.GetStringAsync("/", Token);
        await Waiting(server, 1);

        await server.UseAsync(100, MemoryLevel.Good);

        Assert.Equal("fine", await second);
        server.Finish();
        await first();
    }

    [Fact]
    public async Task RequestsThatWait_WhenMemoryBecomesCritical_AreTurnedAwayAtOnce()
    {
        await using var server = await SheddingServer.StartAsync(add => add.AddLoadShedding(options =>
        {
            options.MaxConcurrentRequestsAtWarning = 1;
            options.QueueTimeout = TimeSpan.FromMinutes(10);
        }));
        var first = await LowOnMemoryWithOneInsideAsync(server);
        var second = server.Client.GetAsync("/", Token);
        await Waiting(server, 1);

        await server.UseAsync(950, MemoryLevel.Critical);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await second).StatusCode);
        Assert.Equal(0, server.Gate.Waiting);
        server.Finish();
        await first();
    }

    [Fact]
    public async Task Request_ThatFails_LeavesItsPlace()
    {
        await using var server = await SheddingServer.StartAsync(
            add => add.AddLoadShedding(options => options.MaxConcurrentRequests = options.MaxConcurrentRequestsAtWarning = 1),
            app => app.MapGet("/fails", string () => throw new InvalidOperationException("thrown on purpose")));

        for (var request = 0; request < 3; request++)
        {
            Assert.Equal(HttpStatusCode.InternalServerError, (await server.Client.GetAsync("/fails", Token)).StatusCode);
        }

        Assert.Equal(0, server.Gate.Inside);
    }

    [Theory]
    [InlineData(null, 7, 3)]
    [InlineData(5, 5, 3)]
    public async Task Bounds_WithAMemoryPlan_AreThePlansUnlessTheyAreSet(int? set, int atOnce, int atWarning)
    {
        await using var services = new ServiceCollection()
            .AddMemHygiene()
            .AddLoadShedding(options => options.MaxConcurrentRequests = set ?? options.MaxConcurrentRequests)
            .AddMemoryPlan(plan => plan.Threads = 7)
            .Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<LoadSheddingOptions>>().Value;

        Assert.Equal(atOnce, options.MaxConcurrentRequests);
        Assert.Equal(atWarning, options.MaxConcurrentRequestsAtWarning);
    }

    [Fact]
    public void Use_WithoutAdd_SaysWhatIsMissing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.UseLoadShedding());

        Assert.Contains("AddLoadShedding", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithOptionsOutOfRange_NamesEachOfThem()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => SheddingServer.StartAsync(add => add.AddLoadShedding(options =>
        {
            options.MaxConcurrentRequests = 0;
            options.MaxConcurrentRequestsAtWarning = 0;
            options.MaxConcurrentRequestsAtCritical = 7;
            options.QueueLimit = -1;
            options.QueueTimeout = TimeSpan.Zero;
            options.RetryAfter = TimeSpan.Zero;
            options.ExemptPaths.Add("health");
        })));

        string[] named =
        [
            nameof(LoadSheddingOptions.MaxConcurrentRequests), nameof(LoadSheddingOptions.MaxConcurrentRequestsAtWarning), nameof(LoadSheddingOptions.MaxConcurrentRequestsAtCritical),
            nameof(LoadSheddingOptions.QueueLimit), nameof(LoadSheddingOptions.QueueTimeout), nameof(LoadSheddingOptions.RetryAfter), nameof(LoadSheddingOptions.ExemptPaths),
        ];
        Assert.Equal(7, exception.Failures.Count());
        Assert.All(named.Zip(exception.Failures), pair => Assert.Contains($"Property {pair.First}:", pair.Second, StringComparison.Ordinal));
    }

    /// <returns>Waits for the answer of the one inside.</returns>
    private static async Task<Func<Task<string>>> LowOnMemoryWithOneInsideAsync(SheddingServer server)
    {
        await server.UseAsync(850, MemoryLevel.Warning);
        var first = server.Client.GetStringAsync("/work", Token);
        await server.Started.WaitAsync(Token);
        return () => first;
    }

    // A request over a socket waits in the gate a moment after it was sent; the gate has no event for that.
    private static async Task Waiting(SheddingServer server, int count)
    {
        while (server.Gate.Waiting < count)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
