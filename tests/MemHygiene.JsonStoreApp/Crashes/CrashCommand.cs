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
        using var file = new LedgerFile();
        await using var run = new CrashRun(file, args);
        var began = TimeProvider.System.GetTimestamp();
        await run.StartAsync(AppArguments.Read(args, "--processes", 4));
        for (var kill = 0; kill < kills; kill++)
        {
            await run.KillOneAsync(Moments[kill % Moments.Length]);
        }

        var updates = await run.EndAsync();
        var left = file.TemporaryFiles.Count();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kills} kills in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s, {run.KilledWhileWriting} of them inside a write, {updates} updates; of the updates under way at a kill {run.KeptUnacknowledged} were kept and {run.LostUnacknowledged} not; {left} temporary files left behind."));
        return 0;
    }
}
