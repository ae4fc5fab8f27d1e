using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Analyzers.Tests.Verification;

/// <summary>A compilation as a web project makes it: implicit usings, the test process's assemblies, top-level statements allowed.</summary>
internal sealed record Project
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private const string ImplicitUsingsWithoutWeb = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Net.Http;
        global using System.Threading.Tasks;
        """;

    // MemHygiene's own assemblies are left out: whether they are there changes messages, so a test says it by a stub.
    private static readonly ImmutableArray<MetadataReference> Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("MemHygiene", StringComparison.Ordinal))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];

    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Lines of an .editorconfig section that holds for the first source.</summary>
    public ImmutableDictionary<string, string> Options { get; init; } = ImmutableDictionary<string, string>.Empty;

    public bool HasAspNetCore { get; init; } = true;

    public bool MayHaveErrors { get; init; }

    public static ImmutableDictionary<string, string> Option(string key, string value) => ImmutableDictionary<string, string>.Empty.Add(key, value);

    public CSharpCompilation Compile()
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = Sources
            .Select((source, index) => CSharpSyntaxTree.ParseText(source, parse, $"/src/Source{index}.cs"))
            .Append(CSharpSyntaxTree.ParseText(HasAspNetCore ? ImplicitUsings : ImplicitUsingsWithoutWeb, parse, "/src/Usings.cs"))
            .ToList();
        var hasTopLevel = trees.Any(tree => tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any());
        var references = HasAspNetCore ? Platform : Platform.Where(reference => !Path.GetFileName(reference.Display!).StartsWith("Microsoft.", StringComparison.Ordinal));
        return CSharpCompilation.Create(
            "Subject",
            trees,
            references,
            new CSharpCompilationOptions(hasTopLevel ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
