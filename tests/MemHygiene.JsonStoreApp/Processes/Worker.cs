using System.Diagnostics;
using System.Globalization;

namespace MemHygiene.JsonStoreApp.Processes;

/// <summary>This program as a child process, with another verb. It ends when its standard input does, so it does not outlive its parent.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly Process _process;

    /// <param name="args">The verb and its options.</param>
    /// <param name="onLine">Takes each line of its standard output, one after the other.</param>
    public Worker(IEnumerable<string> args, Action<string> onLine)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, args) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Most live for less than a second: what the compiler would learn about them they do not live to use.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
        Ended = ReadAsync(onLine);
    }

    public int Id => _process.Id;

    /// <summary>Its exit code, when the process is gone and its last line was taken.</summary>
    public Task<int> Ended { get; }

    /// <summary>Options that the parent passes on as they are, then a worker's own.</summary>
    public static IEnumerable<string> Arguments(string verb, string path, string[] args, params object[] own) =>
    [
        verb, "--path", path, .. args.Skip(1), .. own.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!),
    ];

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    public void Send(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<int> ReadAsync(Action<string> onLine)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            onLine(line);
        }

        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
