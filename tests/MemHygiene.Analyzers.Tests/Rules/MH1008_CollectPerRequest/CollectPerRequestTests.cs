using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1008_CollectPerRequest;

namespace MemHygiene.Analyzers.Tests.Rules.MH1008_CollectPerRequest;

public sealed class CollectPerRequestTests
{
    [Fact]
    public async Task Endpoint_CollectsAfterItsWork_Warns()
    {
        var found = await Verify("""
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/report", () =>
            {
                var report = string.Join('\n', Enumerable.Range(0, 10_000));
                [|GC.Collect()|];
                return report;
            });
            app.Run();
            """);

        Assert.Equal(
            "A garbage collection is forced on every request (MapGet \"/report\"): leave it to the collector, and bound what the process keeps",
            Assert.Single(found).GetMessage());
    }

    [Theory]
    [InlineData("[|GC.Collect(0)|];")]
    [InlineData("[|System.GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true)|];")]
    [InlineData("[|GC.Collect()|]; GC.WaitForPendingFinalizers(); GC.Collect();")]
    [InlineData("GC.WaitForPendingFinalizers(); [|GC.Collect()|];")]
    [InlineData("[|GC.Collect()|]; Count++; [|GC.Collect()|];")]
    [InlineData("System.Runtime.GCSettings.LargeObjectHeapCompactionMode = System.Runtime.GCLargeObjectHeapCompactionMode.CompactOnce; [|GC.Collect()|];")]
    [InlineData("try { Count++; } finally { [|GC.Collect()|]; }")]
    [InlineData("if (GC.GetTotalMemory(false) > 500_000_000) { [|GC.Collect()|]; }")]
    [InlineData("if (id > 100) { [|GC.Collect()|]; }")]
    [InlineData("if (Verbose) { [|GC.Collect()|]; }")]
    [InlineData("Response.OnCompleted(() => { [|GC.Collect()|]; return Task.CompletedTask; });")]
    public Task Action_Collects_Warns(string body) => Verify(Controller(body));

    [Theory]
    [InlineData("try { Count++; } catch (OutOfMemoryException) { GC.Collect(); }")]
    [InlineData("if (Interlocked.Increment(ref Count) % 1000 == 0) { GC.Collect(); }")]
    [InlineData("var now = DateTime.UtcNow; if (now - Last > TimeSpan.FromMinutes(5)) { Last = now; GC.Collect(); }")]
    [InlineData("var due = DateTime.UtcNow - Last > TimeSpan.FromMinutes(5); if (due) { Last = DateTime.UtcNow; GC.Collect(); GC.WaitForPendingFinalizers(); }")]
    [InlineData("var bytes = GC.GetTotalMemory(forceFullCollection: false); Count += (int)bytes;")]
    [InlineData("new Stamps().Collect();")]
    public Task RareCollectionsAndOtherCalls_AreSilent(string body) => Verify(Controller(body));

    [Fact]
    public Task Middleware_CollectsAfterEachRequest_Warns() => Verify("""
        public class Tidy(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                [|GC.Collect()|];
            }
        }
        """);

    [Fact]
    public Task Middleware_CollectsEveryThousandRequests_IsSilent() => Verify("""
        public class Tidy(RequestDelegate next)
        {
            private int _requests;
            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                if (++_requests % 1000 == 0) { GC.Collect(); }
            }
        }
        """);

    [Fact]
    public Task StartUpAndBackgroundWork_AreSilent() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        GC.Collect();
        app.Run();

        public class Nightly : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token)
            {
                while (true) { await Task.Delay(TimeSpan.FromHours(1), token); GC.Collect(); }
            }
        }
        """);

    [Fact]
    public Task CallbacksOfADesktopOrMobileApp_AreSilent() => Verify("""
        public class Activity { public virtual void OnTrimMemory(int level) { } }
        public class MainActivity : Activity { public override void OnTrimMemory(int level) => GC.Collect(); }
        public class Stage { private void OnDestroy() { GC.Collect(); GC.WaitForPendingFinalizers(); } public void Close() => OnDestroy(); }
        """);

    private static string Controller(string body) => $$"""
        using Microsoft.AspNetCore.Mvc;
        public class ReportsController : ControllerBase
        {
            private const bool Verbose = true;
            private static int Count;
            private static DateTime Last;
            public void Get(int id) { {{body}} }
            public object Rest() => (Count, Last, Verbose);
        }
        public class Stamps { public void Collect() { } }
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Verify(params string[] sources) =>
        Rule<CollectPerRequestAnalyzer>.VerifyAsync(sources);
}
