using MemHygiene.Testing;

namespace MemHygiene.Docs.Tests;

/// <summary>What stands in the checkout, without what a build puts there. Names are relative to the root, with forward slashes.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] BuiltFolders = [".git", "artifacts", "bin", "obj", ".vs", ".idea", "BenchmarkDotNet.Artifacts"];

    public static IReadOnlyList<string> All { get; } = [.. Under(new DirectoryInfo(RepositoryRoot.Path)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Markdown => All.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(RepositoryRoot.Combine(file));

    private static IEnumerable<string> Under(DirectoryInfo folder)
        => folder.EnumerateFiles().Where(file => file.Name != ".git").Select(file => Relative(file.FullName))
            .Concat(folder.EnumerateDirectories().Where(child => !BuiltFolders.Contains(child.Name)).SelectMany(Under));

    private static string Relative(string path) => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/');
}
