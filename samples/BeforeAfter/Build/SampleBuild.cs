namespace BeforeAfter.Build;

/// <summary>Builds the two apps and applies the fixes to a copy of Before, with the commands that a user types.</summary>
internal sealed class SampleBuild(Workplace workplace, DotnetCli dotnet)
{
    private static readonly string[] Rules = ["MH1001", "MH1002", "MH1003", "MH1004"];

    public static string Assembly(Workplace workplace, string app) => Path.Combine(workplace.Root, "artifacts", "bin", app, "release", $"{app}.dll");

    public async Task<List<AnalyzerWarning>> BuildBeforeAsync(CancellationToken cancellation)
    {
        // The compiler prints its warnings only when it runs: without its output it does.
        var compiled = Path.Combine(workplace.Root, "artifacts", "obj", "Before", "release", "Before.dll");
        if (File.Exists(compiled))
        {
            File.Delete(compiled);
        }

        var output = await BuildAsync("Before", cancellation);
        return AnalyzerWarning.Parse(output, Path.Combine(workplace.Sample, "Before"));
    }

    public async Task BuildAfterAsync(CancellationToken cancellation) => await BuildAsync("After", cancellation);

    /// <summary>Applies the fixes and builds After at the same time; what both stand on was built with Before.</summary>
    public async Task<FixedCopy> ApplyFixesAndBuildAfterAsync(CancellationToken cancellation)
    {
        var after = BuildAsync("After", cancellation, "--no-dependencies");
        var repaired = ApplyFixesAsync(cancellation);
        await Task.WhenAll(after, repaired);
        return await repaired;
    }

    /// <summary>Copies Before, lets <c>dotnet format</c> fix the copy, and compares it with After.</summary>
    private async Task<FixedCopy> ApplyFixesAsync(CancellationToken cancellation)
    {
        var before = Path.Combine(workplace.Sample, "Before");
        FixedCopy.Create(before, workplace.Fixed);
        await dotnet.RequireAsync(
            "Applying the fixes",
            ["format", "analyzers", Path.Combine(workplace.Fixed, FixedCopy.ProjectFile), "--severity", "warn", "--diagnostics", .. Rules],
            cancellation);
        return FixedCopy.Compare(before, workplace.Fixed, Path.Combine(workplace.Sample, "After"));
    }

    private Task<IReadOnlyList<string>> BuildAsync(string app, CancellationToken cancellation, params string[] options) =>
        dotnet.RequireAsync(
            $"Building {app}",
            ["build", Path.Combine(workplace.Sample, app, $"{app}.csproj"), "--configuration", "Release", "--nologo", "--verbosity", "minimal", .. options],
            cancellation);
}
