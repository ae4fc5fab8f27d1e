using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.CodeFixes.Tests.Verification;

/// <summary>What the code under test is compiled against: the shared frameworks, and MemHygiene or not.</summary>
internal static class References
{
    private static readonly string[] TrustedAssemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    public static IReadOnlyList<MetadataReference> Frameworks { get; } = Load(name => (name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
        || name is "mscorlib" or "netstandard" or "Microsoft.CSharp" or "Microsoft.Net.Http.Headers")
        && !name.StartsWith("System.Composition", StringComparison.Ordinal));

    public static IReadOnlyList<MetadataReference> MemHygiene { get; } = [Contract()];

    private static List<MetadataReference> Load(Func<string, bool> include) =>
        [.. TrustedAssemblies.Where(path => include(Path.GetFileNameWithoutExtension(path))).Select(path => MetadataReference.CreateFromFile(path))];

    private static PortableExecutableReference Contract()
    {
        var compilation = CSharpCompilation.Create(
            "MemHygiene",
            [CSharpSyntaxTree.ParseText(ContractSource.Text)],
            Frameworks,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
