using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace BeforeAfter;

/// <summary>The command line: what may be asked for, and how an outcome becomes an exit code.</summary>
internal static class BeforeAfterCommand
{
    public const int Success = 0;
    public const int Failed = 1;
    public const int TargetMissed = 2;
    public const int Interrupted = 130;

    public static RootCommand Create()
    {
        var requests = Number("--requests", "Requests in each round, shared out among the users.", RunOptions.DefaultRequests, 1, 1_000_000);
        var users = Number("--users", "Users who send one request after the other, each over a connection of their own.", RunOptions.DefaultUsers, 1, 1_000);
        var rounds = Number("--rounds", "Consecutive load tests.", RunOptions.DefaultRounds, 1, 100);
        var port = Number("--port", "Port of the app under load; 0 takes a free one.", 0, 0, 65_535);
        var json = new Option<FileInfo?>("--json") { Description = "Where the report goes; the page is written beside it. Default: artifacts/before-after/report.json.", HelpName = "path" };
        var skipBefore = new Option<bool>("--skip-before") { Description = "Build and load only After." };

        var command = new RootCommand("Loads a support desk's backend before and after MemHygiene's fixes and compares what it costs.")
        {
            requests, users, rounds, json, skipBefore, port,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new RunOptions
            {
                Requests = parsed.GetValue(requests),
                Users = parsed.GetValue(users),
                Rounds = parsed.GetValue(rounds),
                Port = parsed.GetValue(port),
                Json = parsed.GetValue(json)?.FullName,
                SkipBefore = parsed.GetValue(skipBefore),
            },
            AnsiConsole.Console,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(RunOptions options, IAnsiConsole console, CancellationToken cancellation)
    {
        try
        {
            return await new Run(options, console).ExecuteAsync(cancellation) ? Success : TargetMissed;
        }
        catch (RunFailedException failure)
        {
            console.MarkupLineInterpolated($"[red]{failure.Message}[/]");
            return Failed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            console.MarkupLine("[yellow]Interrupted.[/]");
            return Interrupted;
        }
    }

    private static Option<int> Number(string name, string description, int standard, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard, HelpName = "number" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var value) && (value < least || value > most))
            {
                result.AddError($"{name} must be from {least:N0} to {most:N0}, not {value:N0}.");
            }
        });
        return option;
    }
}
