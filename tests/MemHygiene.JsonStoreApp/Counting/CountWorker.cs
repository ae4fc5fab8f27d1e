using MemHygiene.JsonStoreApp.Ledgers;
using MemHygiene.JsonStoreApp.Processes;

namespace MemHygiene.JsonStoreApp.Counting;

/// <summary>One process of <c>count</c>: adds one, so many times in each of its threads.</summary>
internal static class CountWorker
{
    public static async Task<int> RunAsync(string[] args)
    {
        var threads = AppArguments.Read(args, "--threads", 4);
        var each = AppArguments.Read(args, "--each", 10_000);
        var name = AppArguments.Required(args, "--name");
        var ledgers = LedgerStores.Open(args);
        await Start.WaitAsync();
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(async () =>
        {
            for (var count = 0; count < each; count++)
            {
                await ledgers.UpdateAsync(ledger => ledger.Add($"{name}-{thread}", padding: 0));
            }
        })));
        return 0;
    }
}
