using System.ComponentModel;
using System.Diagnostics;

namespace BeforeAfter.Build;

/// <summary>Runs the SDK's command line and keeps what it prints.</summary>
internal sealed class DotnetCli(string workingDirectory)
{
    /// <summary>The dotnet that runs us, so that a checkout with an SDK of its own does not mix two.</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    /// <summary>Tells which part of the SDK is missing before minutes are spent.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var version = await RunAsync(["--version"], cancellation);
        if (version.ExitCode != 0 || !version.Text.TrimStart().StartsWith("10.", StringComparison.Ordinal))
        {
            throw new RunFailedException($"The sample needs the .NET 10 SDK; \"dotnet --version\" says:\n{version.Text}");
        }

        var format = await RunAsync(["format", "--version"], cancellation);
        if (format.ExitCode != 0)
        {
            throw new RunFailedException($"This SDK lacks \"dotnet format\", which applies the fixes; it says:\n{format.Text}");
        }
    }

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<IReadOnlyList<string>> RequireAsync(string what, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var result = await RunAsync(arguments, cancellation);
        return result.ExitCode == 0
            ? result.Lines
            : throw new RunFailedException($"{what} failed: dotnet {string.Join(' ', arguments)} ended with {result.ExitCode}.\n{string.Join('\n', result.Lines.TakeLast(25))}");
    }

    private async Task<Result> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";

        // dotnet format has no option for it: without this it would look for the analyzers' Debug build.
        start.Environment["Configuration"] = "Release";
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("MSBuild", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(inherited);
        }

        var lines = new List<string>();
        void Keep(object sender, DataReceivedEventArgs received)
        {
            lock (lines)
            {
                lines.Add(received.Data ?? "");
            }
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            throw new RunFailedException($"{Executable} cannot be started: {missing.Message}. Install the .NET 10 SDK and put it on the PATH.", missing);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Result(process.ExitCode, lines);
    }

    private sealed record Result(int ExitCode, IReadOnlyList<string> Lines)
    {
        public string Text => string.Join('\n', Lines);
    }
}
