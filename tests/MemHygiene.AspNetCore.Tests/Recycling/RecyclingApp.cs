using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>Starts tests/MemHygiene.RecyclingApp, built beside these tests with the same configuration.</summary>
internal static class RecyclingApp
{
    private const string Name = "MemHygiene.RecyclingApp";

    private static readonly string Folder = AppContext.BaseDirectory.Replace("MemHygiene.AspNetCore.Tests", Name, StringComparison.Ordinal);

    public static string Executable { get; } = Path.Combine(Folder, Name);

    public static string Library { get; } = Path.Combine(Folder, Name + ".dll");

    public static SupervisedApp Start(string args) => StartAt("http://127.0.0.1:0", args);

    /// <summary>With options in the environment, as <c>HANG_TIMEOUT=1</c>.</summary>
    public static SupervisedApp StartWith(string variables, string args) => StartAt("http://127.0.0.1:0", args, variables);

    public static SupervisedApp StartAt(string urls, string args, string variables = "")
    {
        // Instrumented code pays off after seconds; these processes live for less.
        var environment = new Dictionary<string, string> { ["ASPNETCORE_URLS"] = urls, ["DOTNET_TieredPGO"] = "0" };
        foreach (var variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            environment["MEMHYGIENE_" + variable.Split('=')[0]] = variable.Split('=')[1];
        }

        return SupervisedApp.Start(Executable, environment, args.Split(' '));
    }
}
