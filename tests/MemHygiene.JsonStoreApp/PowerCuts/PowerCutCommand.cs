using System.Text.Json;
using MemHygiene.JsonStoreApp.Ledgers;

namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>
/// powercut --threads 2 --each 100 --padding 2000 --broken lock: updates over a file system of this process's own, which records what the kernel is asked
/// for; then cuts the power after each request and looks at all that the disk can hold. Ends with 1 if an acknowledged update can be missing or a file
/// be broken, with 3 where nothing can be mounted.
/// </summary>
internal static class PowerCutCommand
{
    private const string Name = "ledger.json";

    public static async Task<int> RunAsync(string[] args)
    {
        var files = new RecordingFileSystem();
        using (var disk = FuseMount.TryMount(files))
        {
            if (disk is null)
            {
                await Console.Error.WriteLineAsync("No file system can be mounted here: it takes /dev/fuse and the right to mount.");
                return 3;
            }

            Write(files, JsonSerializer.SerializeToUtf8Bytes(Ledger.Empty(), LedgerContext.Default.Ledger));
            var ledgers = LedgerStores.Open(["powercut", "--path", Path.Combine(disk.Path, Name), .. args.Skip(1)]);
            var threads = AppArguments.Read(args, "--threads", 2);
            await Task.WhenAll(Enumerable.Range(1, threads).Select(thread => Task.Run(() => UpdateAsync(ledgers, files, $"t{thread}", args))));
        }

        var events = files.Events;
        var (violation, states) = PowerCutCheck.Find(events, Name);
        if (violation is not null)
        {
            throw new Violation(violation);
        }

        var updates = events.Count(happened => happened is DiskEvent.Acknowledged);
        Console.WriteLine($"{updates} updates, the power cut after each of {events.Length} events, {states} states of the file: each whole and with all that was acknowledged.");
        return 0;
    }

    private static async Task UpdateAsync(ILedgerStore ledgers, RecordingFileSystem files, string writer, string[] args)
    {
        for (var count = 0; count < AppArguments.Read(args, "--each", 100); count++)
        {
            var written = await ledgers.UpdateAsync(ledger => ledger.Add(writer, AppArguments.Read(args, "--padding", 2000)));
            files.Acknowledge(writer, written.ByWriter[writer]);
        }
    }

    // What was there before the power was ever cut.
    private static void Write(RecordingFileSystem files, byte[] content)
    {
        var file = files.Create(Name, Convert.ToUInt32("644", 8));
        files.Write(file, 0, content);
        files.Flush(file);
        files.FlushFolder();
    }
}
