namespace BeforeAfter.Build;

/// <summary>What became of one file: what the fixes did to Before's, and where After's differs from that.</summary>
internal sealed record FixedFile(string Path, IReadOnlyList<DiffLine> Fixes, IReadOnlyList<DiffLine> DifferenceToAfter);

/// <summary>The fixed copy of Before, compared with the After that is committed.</summary>
/// <remarks>A line of After that ends in <see cref="HandMark"/> was written by hand and is left out of the comparison, but listed.</remarks>
internal sealed record FixedCopy(IReadOnlyList<FixedFile> Files, IReadOnlyList<string> HandLines)
{
    public const string HandMark = "// by hand";

    // Not Before.csproj: the build's output folders are named after the project, and a copy must not overwrite the original's.
    public const string ProjectFile = "Fixed.csproj";

    private const string TargetsFile = "Directory.Build.targets";

    // The SDK leaves out what lies below artifacts, and the copy lies there.
    private const string CopyIsSource = $"""
        <Project>
          <Import Project="$([MSBuild]::GetPathOfFileAbove('{TargetsFile}', '$(MSBuildThisFileDirectory)../'))" />
          <PropertyGroup>
            <DefaultItemExcludes>$(DefaultItemExcludes.Replace('$(ArtifactsPath)/**', ''))</DefaultItemExcludes>
          </PropertyGroup>
        </Project>
        """;

    public bool EqualsAfter => Files.All(file => file.DifferenceToAfter.Count == 0);

    public static void Create(string before, string target)
    {
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(before, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(before, file);
            var copy = Path.Combine(target, relative == "Before.csproj" ? ProjectFile : relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(Path.Combine(target, TargetsFile), CopyIsSource);
    }

    public static FixedCopy Compare(string before, string fixedCopy, string after)
    {
        var paths = new[] { before, fixedCopy, after }.SelectMany(Sources).Distinct().Order(StringComparer.Ordinal);
        var handLines = new List<string>();
        var files = new List<FixedFile>();
        foreach (var path in paths)
        {
            var repaired = Lines(Path.Combine(fixedCopy, path));
            var committed = Lines(Path.Combine(after, path));
            var byMachine = committed.Where(line => !line.EndsWith(HandMark, StringComparison.Ordinal)).ToArray();
            handLines.AddRange(committed.Except(byMachine).Select(line => $"{path}: {line.Trim()}"));
            files.Add(new FixedFile(path, LineDiff.Compare(Lines(Path.Combine(before, path)), repaired), LineDiff.Compare(repaired, byMachine)));
        }

        return new FixedCopy(files, handLines);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(folder, "appsettings*.json"))
            .Select(file => Path.GetRelativePath(folder, file));

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];
}
