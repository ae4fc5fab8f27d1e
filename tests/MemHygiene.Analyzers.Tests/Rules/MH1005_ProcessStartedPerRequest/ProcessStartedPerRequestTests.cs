using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1005_ProcessStartedPerRequest;

namespace MemHygiene.Analyzers.Tests.Rules.MH1005_ProcessStartedPerRequest;

public sealed class ProcessStartedPerRequestTests
{
    private const string Libraries = """
        namespace CliWrap
        {
            public class Command { public System.Threading.Tasks.Task<int> ExecuteAsync(System.Threading.CancellationToken token = default) => null!; }
            public static class Cli { public static Command Wrap(string path) => new(); }
        }
        namespace CliWrap.Buffered
        {
            public static class BufferedCommandExtensions { public static System.Threading.Tasks.Task<string> ExecuteBufferedAsync(this Command command) => null!; }
        }
        namespace PuppeteerSharp
        {
            public interface IBrowser : System.IDisposable;
            public static class Puppeteer { public static System.Threading.Tasks.Task<IBrowser> LaunchAsync(object options) => null!; }
        }
        """;

    [Fact]
    public async Task Endpoint_StartsAConverter_Warns()
    {
        var found = await Verify("""
            using System.Diagnostics;
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPost("/audio", async (string file) =>
            {
                using var converter = [|Process.Start("ffmpeg", $"-i {file} out.wav")|];
                await converter.WaitForExitAsync();
            });
            app.Run();
            """);

        Assert.Equal(
            "Process.Start starts a process on every request (MapPost \"/audio\"): bound how many run at once, or keep one running",
            Assert.Single(found).GetMessage());
    }

    [Theory]
    [InlineData("[|Process.Start(new ProcessStartInfo(\"git\", \"log\") { RedirectStandardOutput = true })|]!.WaitForExit();")]
    [InlineData("using var git = new Process { StartInfo = new(\"git\") }; [|git.Start()|]; git.WaitForExit();")]
    [InlineData("[|new Process { StartInfo = new(\"git\") }.Start()|];")]
    [InlineData("await [|CliWrap.Cli.Wrap(\"git\").ExecuteAsync()|];")]
    [InlineData("await [|CliWrap.Buffered.BufferedCommandExtensions.ExecuteBufferedAsync(CliWrap.Cli.Wrap(\"git\"))|];")]
    [InlineData("using var browser = await [|PuppeteerSharp.Puppeteer.LaunchAsync(text)|];")]
    [InlineData("var own = new SemaphoreSlim(1); await own.WaitAsync(); [|Process.Start(text)|];")]
    [InlineData("[|Process.Start(text)|]; await Gate.WaitAsync();")]
    public Task Action_StartsAProcess_Warns(string body) => Verify(Controller(body), Libraries);

    [Theory]
    [InlineData("Process.GetProcessesByName(text);")]
    [InlineData("var info = new ProcessStartInfo(text); info.ArgumentList.Add(text);")]
    [InlineData("new Engine().Start();")]
    [InlineData("await Gate.WaitAsync(); try { using var git = Process.Start(text); await git.WaitForExitAsync(); } finally { Gate.Release(); }")]
    [InlineData("using var lease = await _limiter.AcquireAsync(); if (lease.IsAcquired) { Process.Start(text); }")]
    [InlineData("lock (Lock) { Process.Start(text)!.WaitForExit(); }")]
    [InlineData("Process.Start(Environment.ProcessPath!); Environment.Exit(0);")]
    [InlineData("if (_kept is null) { _kept = Process.Start(text); }")]
    public Task BoundedKeptAndOtherProcesses_AreSilent(string body) => Verify(Controller(body), Libraries);

    [Fact]
    public async Task ProcessInALoop_SaysForEachItem()
    {
        var found = await Verify(Controller("foreach (var file in text.Split(';')) { [|Process.Start(\"ffmpeg\", file)|]; }"), Libraries);

        Assert.Contains("starts a process for each item of every request (", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_IsToBeKept()
    {
        var found = await Verify(Controller("using var browser = await [|PuppeteerSharp.Puppeteer.LaunchAsync(text)|];"), Libraries);

        Assert.EndsWith(": keep one browser and open pages in it", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task ToolThatUpdatesTheServer_IsSilent() => Verify("""
        using System.Diagnostics;
        public class Installer
        {
            public void Start(string path)
            {
                var server = new Process { StartInfo = new ProcessStartInfo(path) { UseShellExecute = true } };
                server.Start();
            }
        }
        """);

    [Fact]
    public Task BackgroundWorkAndStartUp_AreSilent() => Verify("""
        using System.Diagnostics;
        var app = WebApplication.CreateBuilder(args).Build();
        Process.Start("redis-server");
        app.Run();
        public class Converter : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token)
            {
                while (true) { await Task.Delay(TimeSpan.FromHours(1), token); await Process.Start("ffmpeg")!.WaitForExitAsync(token); }
            }
        }
        """);

    private static string Controller(string body) => $$"""
        using System.Diagnostics;
        using System.Threading.RateLimiting;
        using Microsoft.AspNetCore.Mvc;
        public class ToolsController(RateLimiter limiter) : ControllerBase
        {
            private static readonly SemaphoreSlim Gate = new(2);
            private static readonly object Lock = new();
            private static Process? _kept;
            private readonly RateLimiter _limiter = limiter;
            public async Task Post(string text) { await Task.Yield(); {{body}} }
            public object? Rest() => (Gate, Lock, _kept, _limiter);
        }
        public class Engine { public void Start() { } }
        """;

    [Theory]
    [InlineData("await Task.WhenAll(files.Select(file => ConvertAsync(file)));", "[|Process.Start(file)|]")]
    [InlineData("await Parallel.ForEachAsync(files, async (file, _) => await ConvertAsync(file));", "[|Process.Start(file)|]")]
    [InlineData("foreach (var file in files) { await ConvertAsync(file); }", "Process.Start(file)")]
    public Task Worker_StartsOneAtATimeOrManyAtOnce(string body, string start) => Verify($$"""
        using System.Diagnostics;
        public class Job : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    var files = Directory.GetFiles("in");
                    {{body}}
                }
            }

            private static async Task ConvertAsync(string file) => await {{start}}.WaitForExitAsync();
        }
        """);

    [Theory]
    [InlineData("if (!System.IO.File.Exists(\"a.png\")) { await MakeAsync(); } return \"a.png\";")]
    [InlineData("if (System.IO.File.Exists(\"a.png\")) { return \"a.png\"; } await MakeAsync(); return \"a.png\";")]
    [InlineData("await Gate.WaitAsync(); try { await MakeAsync(); } finally { Gate.Release(); } return \"a.png\";")]
    public Task CallerThatMakesItOnceOrWaits_IsSilent(string body) => Verify($$"""
        using System.Diagnostics;
        public class PictureController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            private static readonly SemaphoreSlim Gate = new(1);
            public async Task<string> Get() { {{body}} }
            private static async Task MakeAsync() => await Process.Start("convert").WaitForExitAsync();
        }
        """);

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Verify(params string[] sources) =>
        Rule<ProcessStartedPerRequestAnalyzer>.VerifyAsync(sources);
}
