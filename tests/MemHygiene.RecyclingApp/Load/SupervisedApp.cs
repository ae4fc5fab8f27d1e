using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>The app under its supervisor, as a child process whose standard error tells what happens.</summary>
internal sealed partial class SupervisedApp : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _waiters = [];
    private readonly Process _process;

    private SupervisedApp(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, data) => OnLine(data.Data);
        process.OutputDataReceived += (_, data) => OnLine(data.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public int ProcessId => _process.Id;

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    /// <summary>Starts it, from the executable or the dll at the path, on a free port of the loopback unless the arguments say otherwise.</summary>
    public static SupervisedApp Start(string path, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        var isLibrary = Path.GetExtension(path) == ".dll";
        var start = new ProcessStartInfo(isLibrary ? "dotnet" : path) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in isLibrary ? [path, .. args] : args)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new SupervisedApp(Process.Start(start)!);
    }

    /// <summary>Waits until so many workers have come to serve, and learns the port.</summary>
    public async Task ReadyAsync(int workers, CancellationToken cancellationToken)
    {
        var bound = await LineAsync(line => BoundLine().IsMatch(line), cancellationToken);
        if (IPEndPoint.TryParse(BoundLine().Match(bound).Groups[1].Value, out var endPoint))
        {
            EndPoint = endPoint;
        }

        await CountAsync(" serves, ", workers, cancellationToken);
    }

    /// <summary>Waits until so many lines with the text have come.</summary>
    public Task CountAsync(string text, int count, CancellationToken cancellationToken)
    {
        var seen = 0;
        return LineAsync(line => line.Contains(text, StringComparison.Ordinal) && ++seen == count, cancellationToken);
    }

    /// <summary>Waits for a line, from the first that was ever written on.</summary>
    public async Task<string> LineAsync(Func<string, bool> matches, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Find(line => matches(line)) is { } line)
            {
                return line;
            }

            _waiters.Add((matches, found));
        }

        try
        {
            return await found.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"That line has not come. What came:\n{Output}");
        }
    }

    public string Output
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public int Count(string text) => Output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The workers' process ids. The kernel lists children by the thread that started them.</summary>
    public int[] Workers() =>
    [
        .. Directory.EnumerateDirectories($"/proc/{ProcessId}/task")
            .SelectMany(thread => File.ReadAllText(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
    ];

    public static void Signal(int processId, string signal)
    {
        using var kill = Process.Start("/bin/kill", ["-s", signal, processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"Listening socket (\S+) is bound")]
    private static partial Regex BoundLine();

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
            foreach (var waiter in _waiters.Where(waiter => waiter.Matches(line)).ToArray())
            {
                _waiters.Remove(waiter);
                waiter.Found.TrySetResult(line);
            }
        }
    }
}
