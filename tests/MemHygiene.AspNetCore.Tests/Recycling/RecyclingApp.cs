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

    public static SupervisedApp StartAt(string urls, string args)
    {
        // Instrumented code pays off after seconds; these processes live for less.
        var environment = new Dictionary<string, string> { ["ASPNETCORE_URLS"] = urls, ["DOTNET_TieredPGO"] = "0" };
        return SupervisedApp.Start(Executable, environment, args.Split(' '));
    }
}
