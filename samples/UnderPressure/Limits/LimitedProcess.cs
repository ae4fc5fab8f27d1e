using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace UnderPressure.Limits;

/// <summary>A server that lives, or dies, under a limit.</summary>
internal sealed class LimitedProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private LimitedProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public bool IsAlive => !_process.HasExited;

    /// <summary>What it died of: 137 is SIGKILL, the OOM killer's; 134 is an abort, .NET's own for want of memory.</summary>
    public int ExitCode => _process.ExitCode;

    public static async Task<LimitedProcess> StartAsync(IMemoryLimit limit, string verb, CancellationToken cancellation)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = limit.Start(verb);
        start.Environment["ASPNETCORE_URLS"] = address.ToString();

        // A dump of a process that is out of memory takes longer than all else here.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = new Process { StartInfo = start };

        // What they say of their failures is counted here from outside, and not shown.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new LimitedProcess(process, address);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartTimeout && server.IsAlive)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(address, "/report/0"), cancellation);
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, cancellation);
            }
        }

        await server.DisposeAsync();
        throw new InvalidOperationException($"The server '{verb}' did not answer within {StartTimeout}, or ended before.");
    }

    public Task WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
