using BeforeAfter.Build;
using BeforeAfter.Load;
using BeforeAfter.Reports;
using Spectre.Console;

namespace BeforeAfter;

/// <summary>What a run shows on the terminal.</summary>
internal static class Terminal
{
    private const int MostDifferences = 20;

    public static void ShowWarnings(IAnsiConsole console, IReadOnlyList<AnalyzerWarning> warnings)
    {
        foreach (var warning in warnings)
        {
            console.MarkupLineInterpolated($"  [yellow]{warning.Id}[/] [blue]{warning.File}({warning.Line})[/] {warning.Message}");
        }

        console.MarkupLineInterpolated($"  [grey]{warnings.Count} warnings[/]");
    }

    public static void ShowFixes(IAnsiConsole console, FixedCopy repaired)
    {
        foreach (var file in repaired.Files.Where(file => file.Fixes.Count > 0))
        {
            console.MarkupLineInterpolated($"  [blue]{file.Path}[/] [green]+{file.Fixes.Count(line => line.Added)}[/] [red]−{file.Fixes.Count(line => !line.Added)}[/]");
        }

        foreach (var line in repaired.HandLines)
        {
            console.MarkupLineInterpolated($"  [grey]by hand in After:[/] {line.Replace(FixedCopy.HandMark, "").TrimEnd()}");
        }

        if (repaired.EqualsAfter)
        {
            console.MarkupLine("  [green]The fixed copy is After, line for line, without what was written by hand.[/]");
            return;
        }

        console.MarkupLine("  [red]The fixed copy differs from the After that is committed:[/]");
        foreach (var file in repaired.Files.Where(file => file.DifferenceToAfter.Count > 0))
        {
            console.MarkupLineInterpolated($"  [blue]{file.Path}[/]");
            foreach (var line in file.DifferenceToAfter.Take(MostDifferences))
            {
                console.WriteLine($"    {line}");
            }
        }
    }

    public static void ShowComparison(IAnsiConsole console, Measurement? before, Measurement after)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var column in new[] { "before", "after", "change" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var row in ComparisonRow.For(before, after))
        {
            table.AddRow(row.Name.EscapeMarkup(), row.Before, $"[bold]{row.After}[/]", row.Change);
        }

        console.Write(table);
        foreach (var failure in (before?.Load.Failures ?? []).Select(text => $"Before: {text}").Concat(after.Load.Failures.Select(text => $"After: {text}")))
        {
            console.MarkupLineInterpolated($"[red]{failure}[/]");
        }
    }

    /// <summary>What this load does not judge is shown as missed, not as failed.</summary>
    public static void ShowTargets(IAnsiConsole console, IEnumerable<Target> targets, bool judged)
    {
        foreach (var target in targets)
        {
            var verdict = target.Met switch { true => "[green]PASS[/]", false when judged => "[red]FAIL[/]", false => "[grey]miss[/]", null => "[grey]n/a [/]" };
            console.MarkupLine($"{verdict} {target.Promise.EscapeMarkup()}: [bold]{target.Measured.EscapeMarkup()}[/]");
        }
    }

    /// <summary>One bar per app that fills with its answers.</summary>
    public sealed class LoadProgress(ProgressContext context, string name, RunOptions options) : IMeasureProgress
    {
        private readonly ProgressTask _task = context.AddTask($"{name}: starting", maxValue: (double)options.Requests * options.Rounds);

        public void RoundStarted(int round) => _task.Description = $"{name}: round {round} of {options.Rounds}";

        public void Answered() => _task.Increment(1);

        public void Settling(string what, long residentBytes) => _task.Description = $"{name}: {what}, {ComparisonRow.Megabytes(residentBytes)}";
    }
}
