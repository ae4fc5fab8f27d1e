using System.Diagnostics;

namespace MemHygiene.Tests.JsonStores;

/// <summary>Runs tests/MemHygiene.JsonStoreApp, built beside these tests with the same configuration.</summary>
internal static class JsonStoreApp
{
    private const string Name = "MemHygiene.JsonStoreApp";

    private static readonly string Executable = Path.Combine(
        AppContext.BaseDirectory.Replace("MemHygiene.Tests", Name, StringComparison.Ordinal), OperatingSystem.IsWindows() ? Name + ".exe" : Name);

    /// <returns>The exit code, and what it wrote: the counts, or the violation.</returns>
    public static async Task<(int Code, string Text)> RunAsync(string args)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Executable, args) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output + await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
