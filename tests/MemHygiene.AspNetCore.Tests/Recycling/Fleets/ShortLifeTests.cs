using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.RecyclingApp.Load;
using MemHygiene.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.AspNetCore.Tests.Recycling.Fleets;

/// <summary>A worker that is replaced after seconds does not compile for hours.</summary>
public sealed class ShortLifeTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10, true, true)]
    [InlineData(29, true, true)]
    [InlineData(30, true, false)]
    [InlineData(10, false, false)]
    public void ReplacementOfAWorker_LivesShortly_IfThatOneDidForALimit(int seconds, bool reachedLimit, bool expected)
    {
        var (clock, started) = (new TestClock(), new List<FakeWorker>());
        var fleet = new Fleet(new SupervisorOptions { Workers = 1, MinWorkerLifetime = TimeSpan.Zero }, clock, Launch, NullLogger.Instance);
        fleet.Advance();
        fleet.Ready(1);
        fleet.Serving(1);
        clock.Advance(TimeSpan.FromSeconds(seconds));
        if (reachedLimit)
        {
            fleet.Exhausted(1, 1000);
        }
        else
        {
            fleet.Retire(1);
        }


        Assert.Equal([false, expected], started.Select(worker => worker.LivesShortly));

        FakeWorker Launch(WorkerStart start)
        {
            var worker = new FakeWorker(start);
            started.Add(worker);
            return worker;
        }
    }

    [Fact]
    public async Task WorkerAfterAShortLife_IsTunedForOne_AndItsChildrenAreNot()
    {
        var environment = new Dictionary<string, string> { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };
        await using var app = SupervisedApp.Start(RecyclingApp.Executable, environment, "--workers", "1", "--max", "5", "--jitter", "0", "--keep-alive", "60");
        await app.ReadyAsync(1, _cancellation);

        var first = await AskAsync(app, "/environment");
        for (var request = 1; request < 5; request++)
        {
            await AskAsync(app, "/");
        }

        await app.CountAsync("has left", 1, _cancellation);
        var tuned = await AskAsync(app, "/environment");
        var child = await AskAsync(app, "/child");

        Assert.DoesNotContain("DOTNET_T", first, StringComparison.Ordinal);
        Assert.Contains("DOTNET_TieredPGO=0", tuned, StringComparison.Ordinal);
        Assert.Contains("DOTNET_TC_CallCountingDelayMs=", tuned, StringComparison.Ordinal);
        Assert.DoesNotContain("DOTNET_T", child, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoSetsOneOfTheSettings_DecidesForAll()
    {
        var environment = new Dictionary<string, string?> { ["DOTNET_TieredPGO"] = "1" };

        Assert.False(ShortLife.TryTune(environment));
        Assert.Equal("1", Assert.Single(environment).Value);
    }

    private async Task<string> AskAsync(SupervisedApp app, string path)
    {
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        return (await connection.GetAsync(path, close: true, _cancellation)).Body;
    }
}
