using System.Collections.Immutable;
using MemHygiene.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Analyzers.Tests.Verification;

/// <summary>A compilation as a web project makes it: implicit usings, the test process's assemblies, top-level statements allowed.</summary>
internal sealed record Project
{
    private const string ImplicitUsingsWithoutWeb = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Net.Http;
        global using System.Threading.Tasks;
        """;

    // Compilations that grow from one of these share its loaded references: a test costs milliseconds instead of a second.
    private static readonly CSharpCompilation WithWeb = Create(_ => true);
    private static readonly CSharpCompilation WithoutWeb = Create(name => !name.StartsWith("Microsoft.", StringComparison.Ordinal));

    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Lines of an .editorconfig section that holds for the first source.</summary>
    public ImmutableDictionary<string, string> Options { get; init; } = ImmutableDictionary<string, string>.Empty;

    public (string Path, string Text)? AdditionalFile { get; init; }

    public bool HasAspNetCore { get; init; } = true;

    public bool MayHaveErrors { get; init; }

    public string Name { get; init; } = "Subject";

    public IReadOnlyList<MetadataReference> References { get; init; } = [];

    public static ImmutableDictionary<string, string> Option(string key, string value) => ImmutableDictionary<string, string>.Empty.Add(key, value);

    public CSharpCompilation Compile()
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = Sources
            .Select((source, index) => CSharpSyntaxTree.ParseText(source, parse, $"/src/Source{index}.cs"))
            .Append(CSharpSyntaxTree.ParseText(HasAspNetCore ? WebSdk.ImplicitUsings : ImplicitUsingsWithoutWeb, parse, "/src/Usings.cs"))
            .ToList();
        var hasTopLevel = trees.Any(tree => tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any());
        var compilation = HasAspNetCore ? WithWeb : WithoutWeb;
        return compilation
            .WithOptions(compilation.Options.WithOutputKind(hasTopLevel ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary))
            .WithAssemblyName(Name)
            .AddReferences(References)
            .AddSyntaxTrees(trees);
    }

    // MemHygiene's own assemblies are left out: whether they are there changes messages, so a test says it by a stub.
    private static CSharpCompilation Create(Func<string, bool> includes)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("MemHygiene", StringComparison.Ordinal) && includes(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Subject",
            references: references,
            options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        // Binds the references now: each compilation made from an unbound one would bind its own.
        _ = compilation.GetSpecialType(SpecialType.System_Object);
        return compilation;
    }
}
