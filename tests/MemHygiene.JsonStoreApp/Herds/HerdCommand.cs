using System.Globalization;
using MemHygiene.JsonStoreApp.Ledgers;

namespace MemHygiene.JsonStoreApp.Herds;

/// <summary>
/// herd --rate 10000 (reads a second) --seconds 10 --change 3000 --ttl 2000 (milliseconds): many readers of a file that others change. The content may
/// be read once for each change and time to live, whatever the load. Ends with 1 if it was read more often.
/// </summary>
internal static class HerdCommand
{
    // What one timer tick of a loaded machine is; a tick's reads come all at once.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Young = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] args)
    {
        var rate = AppArguments.Read(args, "--rate", 10_000);
        var seconds = AppArguments.Read(args, "--seconds", 10);
        var timeToLive = TimeSpan.FromMilliseconds(AppArguments.Read(args, "--ttl", 2000));
        var every = TimeSpan.FromMilliseconds(AppArguments.Read(args, "--change", 3000));
        using var file = new LedgerFile();
        var read = new StoreLedger(file.Path, timeToLive);
        var changed = new StoreLedger(file.Path, timeToLive);

        using var done = new CancellationTokenSource();
        var began = TimeProvider.System.GetTimestamp();
        var changing = ChangeAsync(changed, every, done.Token);
        var total = (long)rate * seconds;
        var (reads, mixtures) = (0L, 0L);
        using var timer = new PeriodicTimer(Tick);
        while (reads < total && await timer.WaitForNextTickAsync())
        {
            var due = Math.Min(total, (long)(TimeProvider.System.GetElapsedTime(began).TotalSeconds * rate)) - reads;
            Parallel.For(0, due, _ => Interlocked.Add(ref mixtures, read.Read().IsWhole ? 0 : 1));
            reads += due;
        }

        var elapsed = TimeProvider.System.GetElapsedTime(began);
        await done.CancelAsync();
        var changes = await changing;
        if (mixtures > 0)
        {
            throw new Violation($"{mixtures} reads gave a mixture of two documents.");
        }

        Check(read.FileReads, changes, elapsed, timeToLive);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{reads} reads in {elapsed.TotalSeconds:0.0} s ({reads / elapsed.TotalSeconds:0}/s), {changes} changes: the file was read {read.FileReads} times."));
        return 0;
    }

    private static void Check(long fileReads, int changes, TimeSpan elapsed, TimeSpan timeToLive)
    {
        // The first look is at time zero; the store's clock moves in ticks.
        var looks = 1 + (long)((elapsed + Tick) / timeToLive);
        if (fileReads > looks)
        {
            throw new Violation($"The file was read {fileReads} times in {looks} times to live.");
        }

        // Once for each state of the file, and again as long as it is so young that its clock may not tell the next write.
        var states = (1 + changes) * (2 + (long)(Young / timeToLive));
        if (fileReads > states)
        {
            throw new Violation($"The file was read {fileReads} times for {changes} changes.");
        }
    }

    private static async Task<int> ChangeAsync(StoreLedger ledgers, TimeSpan every, CancellationToken done)
    {
        var changes = 0;
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                await ledgers.UpdateAsync(ledger => ledger.Add("changer", padding: 10_000));
                changes++;
            }
        }
        catch (OperationCanceledException)
        {
            // The readers are done.
        }

        return changes;
    }
}
