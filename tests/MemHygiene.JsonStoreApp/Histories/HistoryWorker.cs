using System.Diagnostics;
using MemHygiene.JsonStoreApp.Ledgers;
using MemHygiene.JsonStoreApp.Processes;

namespace MemHygiene.JsonStoreApp.Histories;

/// <summary>One process of <c>history</c>: reads and updates, some at a time, and tells of each when it began, when it ended and what it gave.</summary>
internal static class HistoryWorker
{
    public static async Task<int> RunAsync(string[] args)
    {
        var name = AppArguments.Required(args, "--name");
        var operations = AppArguments.Read(args, "--operations", 0);
        var until = TimeSpan.FromSeconds(AppArguments.Read(args, "--seconds", operations == 0 ? 10 : 0));
        var threads = AppArguments.Read(args, "--threads", 2);
        var readsForOneUpdate = AppArguments.Read(args, "--reads", 20);
        var ledgers = LedgerStores.Open(args);
        _ = ledgers.Read(); // What the first read has to compile is no part of a document's age.
        await Start.WaitAsync();
        var began = Stopwatch.GetTimestamp();
        var seen = await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(async () =>
        {
            var random = new Random(HashCode.Combine(name.Length, name[^1], thread));
            var done = new List<Operation>();
            while (done.Count < operations || Stopwatch.GetElapsedTime(began) < until)
            {
                done.Add(random.Next(readsForOneUpdate) == 0 ? await UpdateAsync(ledgers, name) : Read(ledgers));
            }

            return done;
        })));

        // At the end: writing them out is no part of what is measured.
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var operation in seen.SelectMany(done => done))
        {
            await output.WriteLineAsync(operation.ToLine());
        }

        return 0;
    }

    // Monotonic time is one for all processes of a machine (CLOCK_MONOTONIC on Linux).
    private static async Task<Operation> UpdateAsync(ILedgerStore ledgers, string name)
    {
        var start = Stopwatch.GetTimestamp();
        var written = await ledgers.UpdateAsync(ledger => ledger.Add(name, padding: 100));
        return new(0, IsUpdate: true, start, Stopwatch.GetTimestamp(), written.Count);
    }

    private static Operation Read(ILedgerStore ledgers)
    {
        var start = Stopwatch.GetTimestamp();
        var found = ledgers.Read();
        return new(0, IsUpdate: false, start, Stopwatch.GetTimestamp(), found.Count);
    }
}
