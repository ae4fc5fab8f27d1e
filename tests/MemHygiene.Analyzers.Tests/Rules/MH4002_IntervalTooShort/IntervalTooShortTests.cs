using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH4002_IntervalTooShort;

namespace MemHygiene.Analyzers.Tests.Rules.MH4002_IntervalTooShort;

public sealed class IntervalTooShortTests
{
    [Fact]
    public async Task LoopWithAShortDelay_IsReportedWithItsSeconds()
    {
        var found = await Rule<IntervalTooShortAnalyzer>.VerifyAsync(Service("while (!stoppingToken.IsCancellationRequested) { await [|Task.Delay(TimeSpan.FromSeconds(5), stoppingToken)|]; }"));

        Assert.Equal("Background work runs every 5 s, and nothing but a build changes that: take the interval from the configuration, 30 s or more", Assert.Single(found).GetMessage(null));
    }

    [Theory]
    [InlineData("while (true) { await [|Task.Delay(1000)|]; }")]
    [InlineData("for (;;) { await [|Task.Delay(Pause, stoppingToken)|]; }")]
    [InlineData("while (true) { await [|Task.Delay(Millis)|]; }")]
    [InlineData("using var timer = [|new PeriodicTimer(TimeSpan.FromMilliseconds(500))|]; while (await timer.WaitForNextTickAsync(stoppingToken)) { }")]
    [InlineData("using var timer = [|new PeriodicTimer(new TimeSpan(0, 0, 29))|]; await timer.WaitForNextTickAsync(stoppingToken);")]
    [InlineData("using var timer = [|new Timer(_ => { }, null, 0, 2000)|]; await Task.Yield();")]
    [InlineData("using var timer = [|new System.Timers.Timer(2000)|]; await Task.Yield();")]
    public Task ShortConstantInterval_IsReported(string body) => Rule<IntervalTooShortAnalyzer>.VerifyAsync(Service(body));

    [Theory]
    [InlineData("while (true) { await Task.Delay(TimeSpan.FromMinutes(1)); }")]
    [InlineData("while (true) { await Task.Delay(TimeSpan.FromSeconds(30)); }")]
    [InlineData("while (true) { await Task.Delay(Interval); }")]
    [InlineData("while (true) { try { await Task.Yield(); } catch (IOException) { await Task.Delay(1000); } }")]
    [InlineData("while (!Ready) { await Task.Delay(100); }")]
    [InlineData("while (true) { if (Ready) { await Task.Delay(100); } await Task.Delay(60_000); }")]
    [InlineData("await Task.Delay(1000); while (true) { await Task.Delay(60_000); }")]
    [InlineData("foreach (var x in new[] { 1 }) { await Task.Delay(10 * x); }")]
    [InlineData("using var timer = new Timer(_ => { }, null, 1000, Timeout.Infinite); await Task.Yield();")]
    public Task LongOpenOrOtherDelay_IsSilent(string body) => Rule<IntervalTooShortAnalyzer>.VerifyAsync(Service(body));

    [Fact]
    public Task OutsideHostedServices_IsSilent() => Rule<IntervalTooShortAnalyzer>.VerifyAsync(
        "public class Poller { public async Task RunAsync() { while (true) { await Task.Delay(10); } } }");

    [Theory]
    [InlineData("10", "await [|Task.Delay(9000)|];")]
    [InlineData("10", "await Task.Delay(10_000);")]
    [InlineData("nonsense", "await [|Task.Delay(10_000)|];")]
    public Task Option_SetsTheLeastInterval(string seconds, string delay) => Rule<IntervalTooShortAnalyzer>.VerifyAsync(new Project
    {
        Sources = [Service("while (true) { " + delay + " }")],
        Options = Project.Option("memhygiene.min_background_interval_seconds", seconds),
    });

    private static string Service(string body) => $$"""
        public class Poller(IConfiguration configuration) : BackgroundService
        {
            private const int Millis = 200;
            private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
            private readonly TimeSpan Interval = configuration.GetValue<TimeSpan>("Poller:Interval");
            public bool Ready { get; set; }
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { {{body}} }
            public object Rest() => (Millis, Pause, Interval);
        }
        """;
}
