using System.Globalization;
using MemHygiene.JsonStoreApp.Ledgers;

namespace MemHygiene.JsonStoreApp.Crashes;

/// <summary>
/// crash --kills 2000 --processes 4 --padding 100000 (characters) --seed 1 --broken atomic: writers over one file, killed by kill -9 one after the
/// other; after each kill nothing that was acknowledged may be missing. Ends with 1 at the first violation.
/// </summary>
internal static class CrashCommand
{
    private static readonly KillMoment[] Moments = Enum.GetValues<KillMoment>();

    public static async Task<int> RunAsync(string[] args)
    {
        var kills = AppArguments.Read(args, "--kills", 2000);
        var processes = AppArguments.Read(args, "--processes", 4);
        using var file = new LedgerFile();
        await using var run = new CrashRun(file, args);
        var began = TimeProvider.System.GetTimestamp();
        await run.StartAsync(processes);
        for (var kill = 0; kill < kills; kill++)
        {
            await run.KillOneAsync(Moments[kill % Moments.Length]);
        }

        var updates = await run.EndAsync();
        var left = await SweepAsync(file, kills + processes);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kills} kills in {seconds:0} s, {run.KilledWhileWriting} of them inside a write, {updates} updates, none lost, "
            + $"{run.KeptUnacknowledged} in the file whose writer died before it could tell; {left} temporary files left behind, and swept when they were old."));
        return 0;
    }

    // One for each kill at most; and none once they are so old that nobody can be writing them any more, and somebody saves.
    private static async Task<int> SweepAsync(LedgerFile file, int killed)
    {
        var left = file.TemporaryFiles.Count();
        if (left > killed)
        {
            throw new Violation($"{killed} killed writers have left {left} temporary files.");
        }

        file.AgeTemporaryFiles();
        await new StoreLedger(file.Path, TimeSpan.Zero).UpdateAsync(ledger => ledger.Add("sweeper", padding: 0));
        return file.TemporaryFiles.Any() ? throw new Violation($"Of {left} old temporary files {file.TemporaryFiles.Count()} are still there.") : left;
    }
}
