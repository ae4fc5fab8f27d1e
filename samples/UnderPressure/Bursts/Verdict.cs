using Spectre.Console;

namespace UnderPressure.Bursts;

/// <summary>What the bursts came to, against what is promised.</summary>
internal static class Verdict
{
    // With fewer, one late answer among many more is one of a hundred: shown, not judged.
    private const int FewestToJudgeTimes = 20;
    private const double ShedTargetMilliseconds = 50;

    /// <returns>False if a promise was broken.</returns>
    public static bool Show(string limit, BurstRun plain, BurstRun bounded, int bursts)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"Under a limit on the {limit}").AddColumn("").AddColumn("without").AddColumn("with MemHygiene");
        Row("bursts", run => $"{run.Bursts.Count}");
        Row("answered", run => $"{run.Bursts.Sum(burst => burst.Answered):N0}");
        Row("turned away (503)", run => $"{run.Bursts.Sum(burst => burst.Shed):N0}");
        Row("failed (500, out of memory)", run => $"{run.Failed:N0}");
        Row("connections broken", run => $"{run.Bursts.Sum(burst => burst.Broken):N0}");
        Row("end", run => run.ExitCode switch { null => "lives", 137 => "killed (137)", var code => $"died ({code})" });
        Row("503 in ms: p50, p99, max", run => Shed(run) is { Length: > 0 } shed ? $"{At(shed, 0.5):F1}, {At(shed, 0.99):F1}, {shed[^1]:F1}" : "-");
        Row("good again after s: median, max", run => Recoveries(run) is { Length: > 0 } times ? $"{times[times.Length / 2]:F1}, {times[^1]:F1}" : "-");
        AnsiConsole.Write(table);

        var shed = Shed(bounded);
        var recovered = bounded.Bursts.Count(burst => burst.Recovery <= BurstRun.RecoveryTarget);
        return Target("without MemHygiene it fails", plain.ExitCode is not null || plain.Failed > 0)
            & Target($"with it, it lives through {bursts} bursts and nothing that was let in fails", bounded.ExitCode is null && bounded.Bursts.Count == bursts && bounded.Failed + bounded.Bursts.Sum(burst => burst.Broken) == 0)
            & Target($"99 % of those turned away know within {ShedTargetMilliseconds} ms", shed.Length == 0 || At(shed, 0.99) < ShedTargetMilliseconds, bursts >= FewestToJudgeTimes)
            & Target($"good again within {BurstRun.RecoveryTarget.TotalSeconds} s after each burst ({recovered} of {bounded.Bursts.Count})", recovered == bounded.Bursts.Count, bursts >= FewestToJudgeTimes);

        void Row(string name, Func<BurstRun, string> value) => table.AddRow(name, value(plain), value(bounded));
    }

    public static bool Target(string promise, bool isMet, bool isJudged = true)
    {
        var verdict = isMet ? "PASS" : isJudged ? "FAIL" : "miss";
        AnsiConsole.MarkupLineInterpolated($"{verdict} {promise}");
        return isMet || !isJudged;
    }

    private static double[] Shed(BurstRun run) => [.. run.Bursts.SelectMany(burst => burst.ShedMilliseconds).Order()];

    private static double[] Recoveries(BurstRun run) => [.. run.Bursts.Select(burst => burst.Recovery).OfType<TimeSpan>().Select(time => time.TotalSeconds).Order()];

    private static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];
}
