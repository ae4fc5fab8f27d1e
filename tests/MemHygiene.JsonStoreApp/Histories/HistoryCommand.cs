using System.Diagnostics;
using System.Globalization;
using MemHygiene.JsonStoreApp.Ledgers;
using MemHygiene.JsonStoreApp.Processes;

namespace MemHygiene.JsonStoreApp.Histories;

/// <summary>
/// history --processes 4 --threads 2 --seconds 10 (or --operations 2000 in each thread) --reads 20 (for one update) --ttl 50 --slack 50 (milliseconds) --broken lock: records
/// every read and update and looks for one that cannot be. Ends with 1 if there is one. The slack is for the store's clock, which moves in ticks, and for a
/// reader that joins a load which has taken longer than the time to live.
/// </summary>
internal static class HistoryCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var processes = AppArguments.Read(args, "--processes", 4);
        var timeToLive = AppArguments.Read(args, "--ttl", 50);
        var slack = AppArguments.Read(args, "--slack", 50);
        using var file = new LedgerFile();
        var histories = Enumerable.Range(0, processes).Select(_ => new List<Operation>()).ToArray();
        await Start.RunAsync(
            [.. Enumerable.Range(0, processes).Select(process => Worker.Arguments("history-worker", file.Path, args, "--name", $"p{process}", "--ttl", timeToLive))],
            (process, line) => histories[process].Add(Operation.Parse(process, line)));

        Operation[] all = [.. histories.SelectMany(history => history)];
        var updates = all.Count(operation => operation.IsUpdate);
        if (HistoryCheck.FindViolation(all, (timeToLive + slack) * (Stopwatch.Frequency / 1000)) is { } found)
        {
            throw new Violation(found);
        }

        if (file.Read().Count != updates)
        {
            throw new Violation($"{updates} updates have returned; the file counts {file.Read().Count}.");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{updates} updates and {all.Length - updates} reads by {processes} processes: linearizable updates, no read older than {timeToLive + slack} ms."));
        return 0;
    }
}
