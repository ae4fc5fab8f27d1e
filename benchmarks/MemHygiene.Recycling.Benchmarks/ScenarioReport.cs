using System.Globalization;
using System.Text;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>A scenario's tables: what came out, which targets are met, how requests failed.</summary>
internal static class ScenarioReport
{
    private const string None = "-";

    public static string Text(Comparison comparison)
    {
        var text = new StringBuilder($"## {comparison.Scenario.Title}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Other programs used {comparison.OtherCores:0.00} of the {Environment.ProcessorCount} cores meanwhile.\n\n");
        text.Append(Figures(comparison)).Append('\n');
        text.Append(Targets(comparison));
        foreach (var outcome in comparison.Outcomes.Where(outcome => outcome.Failed > 0))
        {
            var messages = outcome.Windows.SelectMany(window => window.Load.Failures).GroupBy(message => message).OrderByDescending(group => group.Count());
            text.Append($"\n{outcome.Contestant.Name}: {string.Join(' ', messages.Select(group => $"{group.Count()} x {group.Key}"))}\n");
        }

        return text.ToString();
    }

    private static Table Figures(Comparison comparison)
    {
        var table = new Table("server", "requests", "failed", "replaced", "requests/s", "to plain", "to never replaced", "p50 ms", "p99 ms", "p99.9 ms", "CPU us/request", "CPU s/replacement", "PSS MB");
        var plain = comparison[Contestants.Plain];
        foreach (var outcome in comparison.Outcomes)
        {
            var unreplaced = outcome.Contestant.Unreplaced is { } name ? comparison[name] : null;
            table.Add(
                outcome.Contestant.Name,
                Format(outcome.Answered, "N0"),
                Format(outcome.Failed, "N0"),
                Format(outcome.Replacements, "N0"),
                Format(outcome.Throughput, "N0"),
                outcome.Contestant.IsOurs ? Format(outcome.Ratio(plain, window => window.Throughput), "0.00") : None,
                unreplaced is null ? None : Format(outcome.Ratio(unreplaced, window => window.Throughput), "0.00"),
                Format(outcome.Percentile(0.5), "0.0"),
                Format(outcome.Percentile(0.99), "0.0"),
                Format(outcome.Percentile(0.999), "0.0"),
                Format(outcome.MicrosecondsPerRequest, "N0"),
                unreplaced is not null && outcome.SecondsPerReplacement(unreplaced) is { } seconds ? Format(seconds, "0.00") : None,
                Format(outcome.Megabytes, "N0"));
        }

        return table;
    }

    private static Table Targets(Comparison comparison)
    {
        var table = new Table("target", "measured", "by CPU time", "");
        foreach (var target in Target.Of(comparison))
        {
            var byProcessorTime = target.ByProcessorTime is { } ratio ? Format(ratio, "0.00") : None;
            table.Add(target.Text, Format(target.Measured, "0.00"), byProcessorTime, target.IsMet switch { true => "PASS", false => "miss", null => "none replaced" });
        }

        return table;
    }

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
