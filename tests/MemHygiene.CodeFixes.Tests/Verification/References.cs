using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Tests.Verification;

/// <summary>What the code under test is compiled against: the shared frameworks, and MemHygiene or not.</summary>
internal static class References
{
    private static readonly string[] TrustedAssemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    public static IReadOnlyList<MetadataReference> Frameworks { get; } = Load(name =>
        (name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("System.Composition", StringComparison.Ordinal))
        || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
        || name is "netstandard" or "Microsoft.CSharp" or "Microsoft.Net.Http.Headers");

    public static IReadOnlyList<MetadataReference> MemHygiene { get; } = Load(name => name is "MemHygiene" or "MemHygiene.AspNetCore");

    private static List<MetadataReference> Load(Func<string, bool> include) =>
        [.. TrustedAssemblies.Where(path => include(Path.GetFileNameWithoutExtension(path))).Select(path => MetadataReference.CreateFromFile(path))];
}
