using System.Globalization;

namespace MemHygiene.Recycling.Benchmarks;

/// <param name="Text">What was aimed at.</param>
/// <param name="Measured">What came out.</param>
/// <param name="IsMet">Whether that is enough; null where no worker was replaced, so that nothing was measured.</param>
/// <param name="ByProcessorTime">For throughput the same by processor time for each request: other work on the machine takes less part in it. It decides nothing.</param>
internal sealed record Target(string Text, double Measured, bool? IsMet, double? ByProcessorTime = null)
{
    private const double LeastOfPlain = 0.97;
    private const double MostOfP99 = 3;

    public static IEnumerable<Target> Of(Comparison comparison)
    {
        var scenario = comparison.Scenario;
        var supervised = comparison[Contestants.Supervised];
        Outcome[] ours = [supervised, comparison[Contestants.Replaced], comparison[Contestants.ReplacedAged]];
        var failed = ours.Sum(outcome => outcome.Failed);
        yield return new Target($"{scenario.Name}: no failed request under our supervisor", failed, failed == 0);
        if (scenario.LeastOfUnreplaced is { } least)
        {
            yield return Throughput($"{scenario.Name}: throughput, never replaced to plain processes", supervised, comparison[Contestants.Plain], LeastOfPlain);
            foreach (var replaced in ours[1..])
            {
                yield return Throughput($"{scenario.Name}: throughput, {replaced.Contestant.Name} to never replaced", replaced, supervised, least);
            }
        }

        foreach (var replaced in ours[1..])
        {
            var ratio = replaced.Ratio(supervised, window => window.P99);
            yield return new Target(Bound($"{scenario.Name}: p99, {replaced.Contestant.Name} to never replaced", "most", MostOfP99), ratio, Judge(replaced, ratio <= MostOfP99));
        }
    }

    private static Target Throughput(string text, Outcome outcome, Outcome other, double least)
    {
        var ratio = outcome.Ratio(other, window => window.Throughput);
        return new Target(Bound(text, "least", least), ratio, Judge(outcome, ratio >= least), other.MicrosecondsPerRequest / outcome.MicrosecondsPerRequest);
    }

    private static bool? Judge(Outcome outcome, bool isMet) => outcome.Contestant.Unreplaced is not null && outcome.Replacements == 0 ? null : isMet;

    private static string Bound(string text, string word, double bound) => string.Create(CultureInfo.InvariantCulture, $"{text}, at {word} {bound:0.00}");
}
