using MemHygiene.JsonStoreApp.Ledgers;

namespace MemHygiene.JsonStoreApp.Crashes;

/// <summary>The victim: updates the ledger as fast as it can, and acknowledges each update after it has returned, until it is killed.</summary>
internal static class CrashWriter
{
    private const int MaxPauseMilliseconds = 4;

    public static async Task<int> RunAsync(string[] args)
    {
        var name = AppArguments.Required(args, "--name");
        var padding = AppArguments.Read(args, "--padding", 100_000);
        var ledgers = LedgerStores.Open(args);
        var random = new Random(name.GetHashCode(StringComparison.Ordinal));
        _ = Task.Run(EndWithParent);
        while (true)
        {
            var written = await ledgers.UpdateAsync(ledger => ledger.Add(name, padding));
            Console.WriteLine($"ack {written.ByWriter[name]} {written.Count}");

            // As any app, which does not do nothing but update; others come to the lock meanwhile.
            await Task.Delay(random.Next(MaxPauseMilliseconds));
        }
    }

    private static void EndWithParent()
    {
        Console.In.ReadToEnd();
        Environment.Exit(0);
    }
}
