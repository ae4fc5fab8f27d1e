using System.Diagnostics;
using MemHygiene.AspNetCore.Recycling.Fleets;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>How this very program is started once more, as a worker.</summary>
internal static class WorkerCommand
{
    private const string ColorVariable = "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION";

    // Meant for one process each: a worker that announced itself to systemd or took its sockets would speak for the supervisor.
    private static readonly string[] SupervisorsOwn = ["NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "WATCHDOG_USEC", "WATCHDOG_PID"];

    /// <param name="args">The program's arguments.</param>
    /// <param name="start">What kind of worker.</param>
    /// <param name="descriptor">This worker's end of its control channel.</param>
    /// <param name="numberOutput">Whether it writes to pipes of the supervisor.</param>
    /// <param name="isTerminal">Whether what it writes ends at a terminal: then a pipe in between is no reason to leave out colours.</param>
    public static ProcessStartInfo Create(IReadOnlyList<string> args, WorkerStart start, int descriptor, bool numberOutput, bool isTerminal)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known, so no worker can be started.");
        var process = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = numberOutput, RedirectStandardError = numberOutput };

        // Started as "dotnet app.dll" the program is dotnet, and the app is its first argument.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            process.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (var argument in args)
        {
            process.ArgumentList.Add(argument);
        }

        foreach (var variable in SupervisorsOwn)
        {
            process.Environment.Remove(variable);
        }

        if (numberOutput && isTerminal)
        {
            process.Environment.TryAdd(ColorVariable, "1");
        }

        var isTuned = start.LivesShortly && ShortLife.TryTune(process.Environment);
        process.Environment[WorkerIdentity.Variable] = new WorkerIdentity(start.Number, descriptor, isTuned).ToString();
        return process;
    }
}
