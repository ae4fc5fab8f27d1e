using System.Net;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling.Systemd;

[CollectionDefinition(nameof(ActivationTests), DisableParallelization = true)]
public sealed class ActivationCollection;

/// <summary>
/// Real supervisors with sockets that these tests own and pass as systemd does. They run when no other test does: processes that others start meanwhile would inherit the sockets.
/// </summary>
[Collection(nameof(ActivationTests))]
public sealed class ActivationTests : IDisposable
{
    private const string Activator = "/usr/bin/systemd-socket-activate";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"memhygiene-{Guid.NewGuid():N}.sock");

    public ActivationTests()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
    }

    private EndPoint EndPoint => _socket.LocalEndPoint!;

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task Connection_ThatComesWhileTheServiceIsDown_IsAnsweredByItsNextStart()
    {
        await using var first = StartWith(_socket, $"http://{EndPoint}", "--workers 2 --keep-alive 60");
        await first.CountAsync("is ready after", 2, _cancellation);
        using var before = await RawConnection.OpenAsync(EndPoint, _cancellation);
        var served = await before.GetAsync("/", close: true, _cancellation);
        SupervisedApp.Signal(first.ProcessId, "TERM");
        var exitCode = await first.ExitAsync(_cancellation);

        using var between = await RawConnection.OpenAsync(EndPoint, _cancellation);
        await using var second = StartWith(_socket, $"http://{EndPoint}", "--workers 1 --keep-alive 60");
        var waited = await between.GetAsync("/", close: true, _cancellation);

        Assert.Equal((200, 0, 200), (served.Status, exitCode, waited.Status));
        Assert.Equal(1, first.Count($"Listening socket {EndPoint} (web) is systemd's."));
        Assert.Equal(0, first.Count("is bound") + second.Count("is bound") + first.Count("warning") + second.Count("warning"));
    }

    [Fact]
    public async Task Requests_WhileWorkersAreReplaced_NoneFails()
    {
        await using var app = StartWith(_socket, $"http://{EndPoint}", "--workers 1 --max 100 --keep-alive 60");
        await app.CountAsync("is ready after", 1, _cancellation);
        var run = new LoadRun(LoadKind.ConnectionClose, 4, 300, GoOn: () => app.Count("has left") == 0);

        var result = await run.RunAsync(EndPoint, _cancellation);

        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task UnixSocket_ThatWasPassed_KeepsItsFileAfterTheStop()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_path));
        socket.Listen();
        await using var app = StartWith(socket, $"http://unix:{_path}", "--workers 1");
        await app.CountAsync("is ready after", 1, _cancellation);
        using var connection = await RawConnection.OpenAsync(new UnixDomainSocketEndPoint(_path), _cancellation);
        var response = await connection.GetAsync("/", close: true, _cancellation);

        SupervisedApp.Signal(app.ProcessId, "TERM");
        await app.ExitAsync(_cancellation);

        Assert.Equal(200, response.Status);
        Assert.True(File.Exists(_path));
    }

    [Fact]
    public async Task Socket_ThatNoWorkerBinds_IsSaidWhenTheFirstIsReady()
    {
        await using var app = StartWith(_socket, "http://127.0.0.1:0", "--workers 2");
        await app.ReadyAsync(2, _cancellation);

        Assert.Equal(1, app.Count($"Listening socket {EndPoint} (web) of systemd is not used: no worker binds that address."));
    }

    [Fact]
    public async Task Socket_OfThePortAtAnotherAddress_IsTheReasonThatIsSaid()
    {
        await using var app = StartWith(_socket, $"http://0.0.0.0:{((IPEndPoint)EndPoint).Port}", "--workers 1");

        await app.LineAsync(line => line.Contains($"cannot be bound: systemd's socket {EndPoint} (web) has the port or path."), _cancellation);

        Assert.Equal(3, await app.ExitAsync(_cancellation));
    }

    [Fact]
    public async Task Child_OfTheApp_DoesNotInheritTheSocket()
    {
        await using var app = StartWith(_socket, $"http://{EndPoint}", "--workers 1");
        await app.CountAsync("is ready after", 1, _cancellation);
        using var connection = await RawConnection.OpenAsync(EndPoint, _cancellation);

        var response = await connection.GetAsync("/child", close: true, _cancellation);

        Assert.Contains("/proc/", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("socket:", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SystemdsOwnActivator_StartsTheServiceWithTheFirstConnection()
    {
        Assert.SkipUnless(File.Exists(Activator), "The real protocol is tested with systemd-socket-activate: install Debian's package systemd.");
        await using var app = SupervisedApp.Start(
            Activator, null, "--listen", _path, "--setenv", $"ASPNETCORE_URLS=http://unix:{_path}", "--setenv", "DOTNET_ROOT=" + RuntimeFolder, RecyclingApp.Executable, "--workers", "1");
        await app.CountAsync("Listening on", 1, _cancellation);

        using var connection = await RawConnection.OpenAsync(new UnixDomainSocketEndPoint(_path), _cancellation);
        var response = await connection.GetAsync("/", close: true, _cancellation);
        SupervisedApp.Signal(app.ProcessId, "TERM");

        Assert.Equal(200, response.Status);
        Assert.Equal(0, await app.ExitAsync(_cancellation));
        Assert.Equal(1, app.Count("is systemd's."));
        Assert.True(File.Exists(_path));
    }

    private static string RuntimeFolder => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>As systemd does: the socket is descriptor 3, and the process that finds it there has the id that is meant.</summary>
    private static SupervisedApp StartWith(Socket socket, string urls, string args)
    {
        var descriptor = (int)socket.Handle;
        var environment = new Dictionary<string, string> { ["ASPNETCORE_URLS"] = urls, ["DOTNET_TieredPGO"] = "0", ["LISTEN_FDS"] = "1", ["LISTEN_FDNAMES"] = "web" };
        _ = Native.Control(descriptor, Native.SetDescriptorFlags, 0);
        try
        {
            return SupervisedApp.Start("/bin/bash", environment, ["-c", $"exec 3<&{descriptor} {descriptor}<&-; export LISTEN_PID=$$; exec \"$@\"", "bash", RecyclingApp.Executable, .. args.Split(' ')]);
        }
        finally
        {
            _ = Native.Control(descriptor, Native.SetDescriptorFlags, Native.CloseOnExecFlag);
        }
    }
}
