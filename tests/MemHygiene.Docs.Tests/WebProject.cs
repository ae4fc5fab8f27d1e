using System.Reflection;
using MemHygiene.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Docs.Tests;

/// <summary>Compiles a piece of C# as a file of a web project would be: implicit usings, the framework, its source generators, our packages.</summary>
internal static class WebProject
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(WebSdk.ImplicitUsings, ParseOptions);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "MemHygiene.Docs.Tests.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly ISourceGenerator[] Generators = [.. FrameworkGenerators()];

    /// <summary>The errors, each with its line counted from <paramref name="firstLine"/>.</summary>
    public static IReadOnlyList<string> Errors(string code, int firstLine = 1)
    {
        CSharpGeneratorDriver.Create(Generators, parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(Compile(code), out var generated, out var ofGenerators);

        return
        [
            .. generated.GetDiagnostics().Concat(ofGenerators)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => $"line {firstLine + diagnostic.Location.GetLineSpan().StartLinePosition.Line}: {diagnostic.Id} {diagnostic.GetMessage()}"),
        ];
    }

    /// <summary>The code as a compilation of its own, before any generator ran.</summary>
    public static CSharpCompilation Compile(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, ParseOptions);
        var isProgram = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        return CSharpCompilation.Create(
            "Documented",
            [ImplicitUsings, tree],
            References,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>
    /// Generators that every web project runs, from the targeting pack beside the runtime that runs this test. By name: the pack's assemblies also
    /// hold code fixes, which need an editor's Workspaces.
    /// </summary>
    private static IEnumerable<ISourceGenerator> FrameworkGenerators() =>
    [
        FrameworkGenerator("System.Text.Json.SourceGeneration", "System.Text.Json.SourceGeneration.JsonSourceGenerator"),
        FrameworkGenerator("System.Text.RegularExpressions.Generator", "System.Text.RegularExpressions.Generator.RegexGenerator"),
    ];

    private static ISourceGenerator FrameworkGenerator(string assembly, string type)
    {
        var packs = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        var file = Directory.GetFiles(packs, assembly + ".dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        return ((IIncrementalGenerator)Activator.CreateInstance(Assembly.LoadFrom(Path.GetFullPath(file)).GetType(type, throwOnError: true)!)!).AsSourceGenerator();
    }
}
