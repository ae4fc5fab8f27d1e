using System.Globalization;
using MemHygiene.JsonStoreApp.Ledgers;
using MemHygiene.JsonStoreApp.Processes;

namespace MemHygiene.JsonStoreApp.Counting;

/// <summary>count --processes 4 --threads 4 --each 10000 --by version --broken lock: no increment may be lost. Ends with 1 if one was.</summary>
internal static class CountCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var processes = AppArguments.Read(args, "--processes", 4);
        var each = AppArguments.Read(args, "--each", 10_000);
        var total = (long)processes * AppArguments.Read(args, "--threads", 4) * each;
        using var file = new LedgerFile();
        var elapsed = await Start.RunAsync(
            [.. Enumerable.Range(1, processes).Select(process => Worker.Arguments("count-worker", file.Path, args, "--name", $"p{process}"))],
            (_, _) => { });
        var ledger = file.Read();
        if (ledger.Count != total || ledger.ByWriter.Values.Any(count => count != each))
        {
            throw new Violation($"Of {total} increments {ledger.Count} are in the file.");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{total} increments by {processes} processes, none lost, in {elapsed.TotalSeconds:0.0} s: {total / elapsed.TotalSeconds:0}/s."));
        return 0;
    }
}
