using System.Diagnostics;

namespace MemHygiene.Packages.Tests;

/// <summary>Runs the SDK's command line as a user would: from a folder, without what the test host's own build left in the environment.</summary>
internal static class DotNet
{
    public static Task<DotNetResult> RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], arguments);

    public static Task<DotNetResult> RunAsync(string folder, IEnumerable<KeyValuePair<string, string>> environment, string[] arguments) =>
        RunAsync("dotnet", folder, environment, arguments);

    public static async Task<DotNetResult> RunAsync(string program, string folder, IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsLeftByTheOuterBuild).ToArray())
        {
            start.Environment.Remove(name);
        }

        // Idle build nodes would hold the packages that the clean-up deletes, and outlive the test run.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new DotNetResult($"{Path.GetFileName(program)} {string.Join(' ', arguments)}", process.ExitCode, output + await errors);
    }

    private static bool IsLeftByTheOuterBuild(string name)
        => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase);
}
