using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using MemHygiene.DeepCopy;
using MemHygiene.JsonStores.Copying;
using MemHygiene.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Generators.Tests.Verification;

/// <summary>A project with documents, as its users' compilers see it.</summary>
internal sealed record Subject(params string[] Sources)
{
    private const string Usings = """
        global using System.Collections.Concurrent;
        global using System.Collections.Immutable;
        global using System.Collections.ObjectModel;
        global using System.Text.Json;
        global using System.Text.Json.Nodes;
        global using System.Text.Json.Serialization;
        global using MemHygiene.JsonStores;
        """;

    private static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("MemHygiene.Generators", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public string Name { get; init; } = "Subject";

    public IReadOnlyList<MetadataReference> References { get; init; } = [];

    /// <summary>The file that the only document's copying was written to, without the version.</summary>
    public string Generated => Run(Compile()).GeneratedTrees.Single().ToString()
        .Replace(typeof(DeepCopyGenerator).Assembly.GetName().Version!.ToString(), "VERSION", StringComparison.Ordinal);

    public GeneratorDriver Driver { get; } = CSharpGeneratorDriver.Create(
        [new DeepCopyGenerator().AsSourceGenerator()], parseOptions: new(LanguageVersion.CSharp12), driverOptions: new(default, trackIncrementalGeneratorSteps: true));

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        Name,
        Sources.Prepend(Usings).Prepend(WebSdk.ImplicitUsings).Select((source, index) => CSharpSyntaxTree.ParseText(source, new(Language), $"/src/Source{index}.cs")),
        [.. Framework, .. References],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public GeneratorDriverRunResult Run(CSharpCompilation compilation) => Driver.RunGenerators(compilation).GetRunResult();

    /// <summary>Every byte of the assembly, generated code included.</summary>
    public byte[] Emit()
    {
        var driver = CSharpGeneratorDriver.Create([new DeepCopyGenerator().AsSourceGenerator()], parseOptions: new(Language));
        driver.RunGeneratorsAndUpdateCompilation(Compile(), out var generated, out var ofGenerators);
        Assert.Empty(ofGenerators);
        var image = new MemoryStream();
        var emitted = generated.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) + string.Join('\n', generated.SyntaxTrees.Skip(2 + Sources.Length)));
        Assert.Empty(generated.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)));
        return image.ToArray();
    }

    /// <summary>The compiled project, in a context of its own unless it is to meet others.</summary>
    public Assembly Load(AssemblyLoadContext? among = null) => (among ?? new AssemblyLoadContext(Name)).LoadFromStream(new MemoryStream(Emit()));

    /// <summary>Parses the JSON, copies it with the generated code and checks that the copy is equal and shares nothing mutable.</summary>
    public (object Source, object Copy) Verify(string json, string document = "Doc", params string[] shared)
    {
        var type = Load().GetType(document, throwOnError: true)!;
        var source = JsonSerializer.Deserialize(json, type)!;
        var copy = Copy(source, type);
        new Apartness(shared).Check(source, copy, document);
        return (source, copy);
    }

    public static object Copy(object source, Type type)
    {
        try
        {
            return typeof(GeneratedCopies).GetMethod(nameof(GeneratedCopies.Copy))!.MakeGenericMethod(type).Invoke(null, [source])!;
        }
        catch (TargetInvocationException thrown)
        {
            throw thrown.InnerException!;
        }
    }
}
