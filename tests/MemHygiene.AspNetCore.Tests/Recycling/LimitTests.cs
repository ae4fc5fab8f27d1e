using System.Net.Sockets;
using System.Runtime.Versioning;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>Real workers that reach a limit other than their requests, or hang, and what people and tools can tell the supervisor.</summary>
[SupportedOSPlatform("linux")]
public sealed class LimitTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leak_UpToTheMemoryLimit_ReplacesTheWorkerWithNoRequestFailed()
    {
        await using var app = RecyclingApp.StartWith("MAX_WORKER_MEMORY_MB=120", "--workers 1 --max 0 --keep-alive 60");
        await app.ReadyAsync(1, _cancellation);
        var run = new LoadRun(LoadKind.KeepAliveGet, 2, 20, "/leak/1000", TimeSpan.FromMilliseconds(5), GoOn: () => app.Count("has left with exit code 0") < 2);

        var result = await run.RunAsync(app.EndPoint, _cancellation);

        Assert.Empty(result.Failures);
        Assert.InRange(app.Count("is due for Memory"), 2, int.MaxValue);
        Assert.Equal(0, app.Count("ended while") + app.Count("is killed"));
    }

    [Fact]
    public async Task Stop_OfAWorker_IsFoundAndTheWorkerKilledAndReplaced()
    {
        await using var app = RecyclingApp.StartWith("HANG_TIMEOUT=1", "--workers 1");
        await app.ReadyAsync(1, _cancellation);
        var stopped = Assert.Single(app.Workers());

        SupervisedApp.Signal(stopped, "STOP");
        await app.LineAsync(line => line.Contains($"(pid {stopped}) hangs and is killed: nothing was heard of it for 1."), _cancellation);
        await app.CountAsync("is ready after", 2, _cancellation);
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        var response = await connection.GetAsync("/", close: true, _cancellation);

        Assert.Equal(200, response.Status);
        Assert.NotEqual(stopped.ToString(), response.Body);
    }

    [Fact]
    public async Task StarvedWorker_IsFoundAndReplaced()
    {
        await using var app = RecyclingApp.StartWith("HANG_TIMEOUT=1", "--workers 1");
        await app.ReadyAsync(1, _cancellation);
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        await connection.WriteAsync("GET /starve HTTP/1.1\r\nHost: test\r\n\r\n", _cancellation);

        await app.CountAsync("hangs and is killed: its thread pool has run nothing for 1.", 1, _cancellation);
        await app.CountAsync("is ready after", 2, _cancellation);
    }

    [Fact]
    public async Task WorkerThatIsNeverReady_IsKilledAndTheSupervisorGivesUp()
    {
        await using var app = RecyclingApp.StartWith("START_TIMEOUT=0.2", "--never-ready");

        var exitCode = await app.ExitAsync(_cancellation);

        Assert.Equal(3, exitCode);
        Assert.Equal(5, app.Count("is killed: it took too long while Starting"));
    }

    [Fact]
    public async Task WorkerThatIgnoresTerm_IsReplacedAllTheSame()
    {
        // A worker hears TERM as the wish to be replaced; what it cannot ignore is the drain's end.
        await using var app = RecyclingApp.Start("--workers 1 --grace 1");
        await app.ReadyAsync(1, _cancellation);
        using var connection = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        await connection.GetAsync("/", close: false, _cancellation);
        await connection.WriteAsync("GET /starve HTTP/1.1\r\nHost: test\r\n\r\n", _cancellation);

        SupervisedApp.Signal(Assert.Single(app.Workers()), "TERM");

        await app.CountAsync("Worker 1 ", 3, _cancellation);
        await app.LineAsync(line => line.Contains("Worker 1 ") && line.Contains("has left with exit code 1"), _cancellation);
    }

    [Fact]
    public async Task Ttin_AndTtou_AddAndTakeAwayAWorker()
    {
        await using var app = RecyclingApp.Start("--workers 1 --keep-alive 60");
        await app.ReadyAsync(1, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "TTIN");
        await app.CountAsync("From 1 to 2 workers.", 1, _cancellation);
        await app.CountAsync("is ready after", 2, _cancellation);
        SupervisedApp.Signal(app.ProcessId, "TTOU");
        await app.CountAsync("has left with exit code 0", 1, _cancellation);

        Assert.Single(app.Workers());
    }

    [Fact]
    public async Task Usr1_SaysTheStatus()
    {
        await using var app = RecyclingApp.Start("--workers 2");
        await app.ReadyAsync(2, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "USR1");

        await app.LineAsync(line => line.Contains($"supervisor {app.ProcessId}, up ") && line.Contains("2 workers wanted, 2 started, 0 left, 0 died"), _cancellation);
        await app.LineAsync(line => line.StartsWith("worker 2 (pid ") && line.Contains(" of 10") && line.Contains(" requests, "), _cancellation);
    }

    [Fact]
    public async Task KeepSpare_AWorkerIsKilled_TheSpareTakesOver()
    {
        await using var app = RecyclingApp.StartWith("KEEP_SPARE=true WARM_UP_PATHS=/ WARM_UP_REQUESTS=3", "--workers 1");
        await app.ReadyAsync(1, _cancellation);
        await app.CountAsync("is ready after", 2, _cancellation);
        using var first = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        var killed = int.Parse((await first.GetAsync("/", close: false, _cancellation)).Body);

        SupervisedApp.Signal(killed, "KILL");
        using var second = await RawConnection.OpenAsync(app.EndPoint, _cancellation);
        var response = await second.GetAsync("/", close: true, _cancellation);

        Assert.Equal(200, response.Status);
        Assert.NotEqual(killed.ToString(), response.Body);
        await app.CountAsync("is ready after", 3, _cancellation);
        Assert.Equal(0, app.Count("warm-up"));
    }

    [Fact]
    public async Task WarmUp_OfAPathThatFails_IsSaid()
    {
        await using var app = RecyclingApp.StartWith("WARM_UP_PATHS=/nowhere WARM_UP_REQUESTS=2", "--workers 1");

        await app.CountAsync("The warm-up request for /nowhere was answered with 404.", 1, _cancellation);
        await app.ReadyAsync(1, _cancellation);

        Assert.Equal(1, app.Count("warm-up"));
    }

    [Fact]
    public async Task ControlSocket_AnswersTheProgramItself()
    {
        var path = Path.Combine(Path.GetTempPath(), $"memhygiene-{Guid.NewGuid():N}.control");
        await using var app = RecyclingApp.StartWith($"CONTROL_SOCKET={path}", "--workers 1 --keep-alive 60");
        await app.ReadyAsync(1, _cancellation);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        await using (var scale = RecyclingApp.StartWith($"CONTROL_SOCKET={path}", "memhygiene scale 2"))
        {
            Assert.Equal(0, await scale.ExitAsync(_cancellation));
            await scale.LineAsync(line => line.Contains("2 workers wanted, "), _cancellation);
        }

        await app.CountAsync("is ready after", 2, _cancellation);
        await using (var restart = RecyclingApp.StartWith($"CONTROL_SOCKET={path}", "memhygiene restart"))
        {
            Assert.Equal(0, await restart.ExitAsync(_cancellation));
        }

        await app.CountAsync("has left with exit code 0", 2, _cancellation);
        SupervisedApp.Signal(app.ProcessId, "TERM");
        Assert.Equal(0, await app.ExitAsync(_cancellation));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task ControlSocket_AskedForAnythingElse_SaysWhatItKnows()
    {
        var path = Path.Combine(Path.GetTempPath(), $"memhygiene-{Guid.NewGuid():N}.control");
        await using var app = RecyclingApp.StartWith($"CONTROL_SOCKET={path}", "--workers 1");
        await app.ReadyAsync(1, _cancellation);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), _cancellation);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("scale 0\n"u8.ToArray(), _cancellation);
        using var reader = new StreamReader(stream);

        var answer = await reader.ReadToEndAsync(_cancellation);

        Assert.Equal("""{"error":"\u0027scale 0\u0027 is none of status, restart and scale N, with N from 1 to 512."}""", answer.Trim());
    }

    [Fact]
    public async Task Control_WithoutASupervisor_SaysSo()
    {
        await using var app = RecyclingApp.StartWith("CONTROL_SOCKET=/nowhere/control", "memhygiene status");

        Assert.Equal(1, await app.ExitAsync(_cancellation));
        await app.LineAsync(line => line.StartsWith("No supervisor answers on /nowhere/control: "), _cancellation);
    }

    [Fact]
    public async Task Explain_PrintsTheSumAndEnds()
    {
        await using var app = RecyclingApp.StartWith("WORKER_MEMORY_MB=150", "--explain");

        Assert.Equal(0, await app.ExitAsync(_cancellation));
        await app.LineAsync(line => line.Contains(" · 2 + 1 = ") && line.Contains(" / 150 MB = ") && line.Contains(" by memory; "), _cancellation);
    }
}
