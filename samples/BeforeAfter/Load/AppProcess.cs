using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BeforeAfter.Build;
using BeforeAfter.Observe;

namespace BeforeAfter.Load;

/// <summary>The app under load: its own process, or a supervisor with its workers. Disposing it leaves none of them behind.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private bool _stopped;

    private AppProcess(string name, Process process, Uri address)
    {
        Name = name;
        _process = process;
        Address = address;
    }

    public string Name { get; }

    public Uri Address { get; }

    public int Pid => _process.Id;

    public static async Task<AppProcess> StartAsync(string name, string assembly, int port, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var address = new Uri($"http://127.0.0.1:{ClaimPort(port)}");
        var start = new ProcessStartInfo(DotnetCli.Executable, [assembly])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var app = new AppProcess(name, new Process { StartInfo = start }, address);
        app._process.OutputDataReceived += (_, line) => app.Keep(line.Data);
        app._process.ErrorDataReceived += (_, line) => app.Keep(line.Data);
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        try
        {
            await app.WaitUntilReadyAsync(cancellation);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="RunFailedException">The process has ended although nobody asked it to.</exception>
    public void ThrowIfEnded()
    {
        if (_process.HasExited)
        {
            throw new RunFailedException($"{Name} ended by itself with exit code {_process.ExitCode}. Its last words:\n{LastWords()}");
        }
    }

    /// <summary>Asks it to stop, as a service manager does, and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        ThrowIfEnded();
        _stopped = true;
        _ = Native.Kill(Pid, Native.SigTerm);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(StopTimeout);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new RunFailedException($"{Name} did not stop within {StopTimeout.TotalSeconds:N0} seconds. Its last words:\n{LastWords()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped || !_process.HasExited)
        {
            _stopped = true;
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    /// <summary>Finds a free port, or tells that the one asked for is taken: clearer than the app's own stack trace.</summary>
    private static int ClaimPort(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException taken)
        {
            throw new RunFailedException($"Port {port} cannot be used: {taken.Message}. Choose another with --port, or leave the option out to take a free one.", taken);
        }

        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = Address };
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartTimeout)
        {
            ThrowIfEnded();
            try
            {
                using var response = await client.GetAsync("/health", cancellation);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(LookInterval, cancellation);
        }

        throw new RunFailedException($"{Name} did not answer within {StartTimeout.TotalSeconds:N0} seconds. Its last words:\n{LastWords()}");
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 25)
            {
                _lastLines.Dequeue();
            }
        }
    }

    private string LastWords()
    {
        lock (_lastLines)
        {
            return _lastLines.Count > 0 ? string.Join('\n', _lastLines) : "(it said nothing)";
        }
    }
}
