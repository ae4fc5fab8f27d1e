using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH3003_TimerNotDisposed;

namespace MemHygiene.Analyzers.Tests.Rules.MH3003_TimerNotDisposed;

public sealed class TimerNotDisposedTests
{
    [Theory]
    [InlineData("var source = [|new CancellationTokenSource(TimeSpan.FromSeconds(30))|]; return await clients.GetStringAsync(\"/a\", source.Token);")]
    [InlineData("var source = [|new CancellationTokenSource()|]; source.CancelAfter(500); return await clients.GetStringAsync(\"/a\", source.Token);")]
    [InlineData("return await clients.GetStringAsync(\"/a\", [|new CancellationTokenSource(500)|].Token);")]
    [InlineData("var source = [|CancellationTokenSource.CreateLinkedTokenSource(token)|]; source.CancelAfter(500); return await clients.GetStringAsync(\"/a\", source.Token);")]
    [InlineData("var source = [|CancellationTokenSource.CreateLinkedTokenSource(token, lifetime.ApplicationStopping)|]; return await clients.GetStringAsync(\"/a\", source.Token);")]
    [InlineData("[|lifetime.ApplicationStopping.Register(() => { })|]; return \"\";")]
    [InlineData("[|Stop.Token.Register(() => { })|]; return \"\";")]
    [InlineData("var timer = [|new System.Timers.Timer(500)|]; timer.Start(); return \"\";")]
    [InlineData("_ = [|new System.Threading.Timer(_ => { })|]; return \"\";")]
    [InlineData("[|Microsoft.Extensions.Primitives.ChangeToken.OnChange(() => configuration.GetReloadToken(), () => { })|]; return \"\";")]
    public Task LeftBehindByARequest_Warns(string body) => VerifyAsync(body);

    [Theory]
    [InlineData("using var source = new CancellationTokenSource(TimeSpan.FromSeconds(30)); return await clients.GetStringAsync(\"/a\", source.Token);")]
    [InlineData("var source = new CancellationTokenSource(500); try { return await clients.GetStringAsync(\"/a\", source.Token); } finally { source.Dispose(); }")]
    [InlineData("var source = new CancellationTokenSource(); return await clients.GetStringAsync(\"/a\", source.Token);")]
    [InlineData("var source = CancellationTokenSource.CreateLinkedTokenSource(token); return await clients.GetStringAsync(\"/a\", source.Token);")]
    [InlineData("token.Register(() => { }); return \"\";")]
    [InlineData("using var registration = lifetime.ApplicationStopping.Register(() => { }); return \"\";")]
    [InlineData("using var timer = new System.Timers.Timer(500); timer.Start(); return \"\";")]
    [InlineData("HttpContext.Response.RegisterForDispose(new CancellationTokenSource(500)); return \"\";")]
    [InlineData("using var timer = new System.Threading.Timer(_ => { }); return \"\";")]
    public Task DisposedOrGoneWithTheRequest_IsSilent(string body) => VerifyAsync(body);

    [Fact]
    public Task HostedService_IsSilent() => Rule<TimerNotDisposedAnalyzer>.VerifyAsync("""
        public class Job : IHostedService, IDisposable
        {
            private System.Timers.Timer? _timer;
            public Task StartAsync(CancellationToken token)
            {
                _timer = new System.Timers.Timer(500);
                var source = new CancellationTokenSource(500);
                return Task.Delay(1, source.Token);
            }

            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
            public void Dispose() => _timer?.Dispose();
        }
        """);

    [Fact]
    public async Task Message_NamesTheEntryPoint()
    {
        var found = await VerifyAsync("return await clients.GetStringAsync(\"/a\", [|new CancellationTokenSource(500)|].Token);");

        Assert.Equal("CancellationTokenSource is never disposed and outlives every request (RatesController.Get): dispose it when the work is done", Assert.Single(found).GetMessage());
    }

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> VerifyAsync(string body) => Rule<TimerNotDisposedAnalyzer>.VerifyAsync($$"""
        using Microsoft.AspNetCore.Mvc;
        public class RatesController(HttpClient clients, IHostApplicationLifetime lifetime, IConfiguration configuration) : ControllerBase
        {
            private static readonly CancellationTokenSource Stop = new();

            [HttpGet]
            public async Task<string> Get(CancellationToken token)
            {
                await Task.Yield();
                {{body}}
            }

            public object State => (clients, lifetime, configuration, Stop);
        }
        """);
}
