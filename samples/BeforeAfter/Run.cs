using BeforeAfter.Build;
using BeforeAfter.Data;
using BeforeAfter.Load;
using BeforeAfter.Reports;
using Spectre.Console;

namespace BeforeAfter;

/// <summary>The whole story, from a checkout to a report.</summary>
internal sealed class Run(RunOptions options, IAnsiConsole console)
{
    /// <returns>Whether every target that this load judges was met, and the fixes led from Before to After.</returns>
    /// <exception cref="RunFailedException">The run could not be brought to its end.</exception>
    public async Task<bool> ExecuteAsync(CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new RunFailedException("The sample reads /proc and uses inotify, and workers are recycled on Linux only: run it there, or in a container.");
        }

        var workplace = Workplace.Find();
        using var claim = workplace.Claim();
        var dotnet = new DotnetCli(workplace.Root);
        var build = new SampleBuild(workplace, dotnet);

        await StepAsync("Looking at the SDK", () => dotnet.CheckAsync(cancellation));
        await StepAsync("Making the model and the catalogue", () => Task.Run(() => DataFolder.Prepare(workplace.Data), cancellation));

        List<AnalyzerWarning> warnings = [];
        FixedCopy? repaired = null;
        if (options.SkipBefore)
        {
            await StepAsync("Building After", () => build.BuildAfterAsync(cancellation));
        }
        else
        {
            warnings = await StepAsync("Building Before, as it was written", () => build.BuildBeforeAsync(cancellation));
            Terminal.ShowWarnings(console, warnings);
            repaired = await StepAsync("Applying the fixes (dotnet format analyzers), building After", () => build.ApplyFixesAndBuildAfterAsync(cancellation));
            Terminal.ShowFixes(console, repaired);
        }

        var measure = new Measure(workplace, options);
        var before = options.SkipBefore ? null : await LoadAsync(measure, "Before", cancellation);
        var after = await LoadAsync(measure, "After", cancellation);

        var targets = Target.Check(options, before?.Figures, after.Figures);
        Terminal.ShowComparison(console, before, after);
        Terminal.ShowTargets(console, targets, options.JudgesTargets);

        var report = new Report(Report.DescribeMachine(TimeProvider.System), before?.Figures, after.Figures);
        var json = options.Json ?? Path.Combine(workplace.Output, "report.json");
        var page = Path.ChangeExtension(json, ".html");
        await WriteAsync(json, report.ToJson(), cancellation);
        await WriteAsync(page, new HtmlPage(report.Machine, options, before, after, targets, warnings, repaired).ToHtml(), cancellation);
        console.MarkupLineInterpolated($"[grey]{report.Machine}[/]");
        console.MarkupLineInterpolated($"Report: {json}");
        console.MarkupLineInterpolated($"Page:   {page}");
        var met = targets.All(target => target.Met != false);
        if (!met && !options.JudgesTargets)
        {
            console.MarkupLine("[grey]The targets hold for the default load; with less they are shown and do not fail the run.[/]");
        }

        return (met || !options.JudgesTargets) && repaired?.EqualsAfter != false;
    }

    private async Task<Measurement> LoadAsync(Measure measure, string name, CancellationToken cancellation)
    {
        Measurement? result = null;
        await console.Progress()
            .AutoClear(false)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress => result = await measure.RunAsync(name, new Terminal.LoadProgress(progress, name, options), cancellation));
        return result!;
    }

    private Task StepAsync(string what, Func<Task> step) => StepAsync(what, async () =>
    {
        await step();
        return true;
    });

    private async Task<T> StepAsync<T>(string what, Func<Task<T>> step)
    {
        var started = TimeProvider.System.GetTimestamp();
        var result = await console.Status().StartAsync($"{what} …", _ => step());
        console.MarkupLineInterpolated($"[green]✓[/] {what} [grey]({TimeProvider.System.GetElapsedTime(started).TotalSeconds:N1} s)[/]");
        return result;
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, cancellation);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException($"The report cannot be written to {path}: {denied.Message}", denied);
        }
    }
}
