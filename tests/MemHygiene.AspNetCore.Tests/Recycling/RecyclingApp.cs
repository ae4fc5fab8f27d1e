using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>Starts tests/MemHygiene.RecyclingApp, built beside these tests with the same configuration.</summary>
internal static class RecyclingApp
{
    private const string Name = "MemHygiene.RecyclingApp";

    private static readonly string Folder = AppContext.BaseDirectory.Replace("MemHygiene.AspNetCore.Tests", Name, StringComparison.Ordinal);

    public static string Executable { get; } = Path.Combine(Folder, Name);

    public static string Library { get; } = Path.Combine(Folder, Name + ".dll");

    public static SupervisedApp Start(string args) => SupervisedApp.Start(Executable, null, args.Split(' '));

    public static SupervisedApp StartAt(string urls, string args) =>
        SupervisedApp.Start(Executable, new Dictionary<string, string> { ["ASPNETCORE_URLS"] = urls }, args.Split(' '));
}
