using System.Runtime.Loader;
using System.Text.Json;
using MemHygiene.DeepCopy;
using MemHygiene.Generators.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Generators.Tests.DeepCopy;

/// <summary>Which types are written for: by attribute, by registration, across assemblies; and when again.</summary>
public sealed class DocumentsTests
{
    private const string Doc = "public sealed class Doc { public int[] Numbers { get; set; } = []; }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("public static class Start { public static void Run(MemHygiene.MemHygieneBuilder builder) => builder.AddJsonStore<Doc>(\"a.json\"); }")]
    [InlineData("public static class Start { public static void Run(MemHygiene.MemHygieneBuilder? builder) => builder?.AddJsonStore<Doc>(\"a.json\", options => options.TimeToLive = TimeSpan.Zero); }")]
    [InlineData("public static class Start { public static void Run(MemHygiene.MemHygieneBuilder builder, System.Text.Json.Serialization.Metadata.JsonTypeInfo<Doc> info) => builder.AddJsonStore(\"a.json\", info); }")]
    public void Registration_WritesTheDocument(string registration) => new Subject(Doc + registration).Verify("""{"Numbers":[1]}""");

    // The serializer's generator runs beside ours: neither sees what the other writes, so the call does not bind here.
    [Theory]
    [InlineData("[JsonSerializable(typeof(Doc))] internal partial class Context : JsonSerializerContext;", "Context.Default.Doc")]
    [InlineData("[JsonSerializable(typeof(Doc), TypeInfoPropertyName = \"Other\"), JsonSerializable(typeof(int))] internal partial class Context : JsonSerializerContext;", "Context.Default.Other")]
    [InlineData("[JsonSerializable(typeof(Doc))] internal partial class Context : JsonSerializerContext { public Context(int size) : base(null) { } }", "new Context(1).Doc")]
    public void Registration_WithAGeneratedContext_WritesTheDocument(string context, string info)
    {
        var subject = new Subject($"{Doc} {context} public static class Start {{ public static void Run(MemHygiene.MemHygieneBuilder builder) => builder.AddJsonStore(\"a.json\", {info}); }}");

        Assert.Contains("Add<global::Doc>", subject.Generated, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Doc)]
    [InlineData(Doc + "public static class Start { public static void Run<T>(MemHygiene.MemHygieneBuilder builder) => builder.AddJsonStore<T>(\"a.json\"); }")]
    [InlineData(Doc + "public static class Start { public static void AddJsonStore<T>() { } public static void Run() => AddJsonStore<Doc>(); }")]
    [InlineData("[JsonStoreDocument] public sealed class Doc<T> { public T[] Items { get; set; } = []; }")]
    public void WithoutADocument_NothingIsWritten(string source)
    {
        var subject = new Subject(source);

        Assert.Empty(subject.Run(subject.Compile()).GeneratedTrees);
    }

    [Fact]
    public void MarkedAndRegisteredTwice_IsWrittenOnce()
    {
        var subject = new Subject($"[JsonStoreDocument] {Doc} public static class Start {{ public static void Run(MemHygiene.MemHygieneBuilder builder) => builder.AddJsonStore<Doc>(\"a.json\").AddJsonStore<Doc>(\"a.json\"); }}");

        Assert.Single(subject.Run(subject.Compile()).GeneratedTrees);
    }

    [Fact]
    public void DocumentsThatDifferInCaseOnly_HaveFilesOfTheirOwn()
    {
        var subject = new Subject("[JsonStoreDocument] public class Doc { public int[] A { get; set; } = []; } [JsonStoreDocument] public class DOC { public int[] B { get; set; } = []; }");

        subject.Verify("""{"A":[1]}""");
        Assert.Equal(2, subject.Run(subject.Compile()).GeneratedTrees.Length);
    }

    [Fact]
    public void ListAsADocument_IsCopied()
    {
        var assembly = new Subject(Doc + "public static class Start { public static void Run(MemHygiene.MemHygieneBuilder builder) => builder.AddJsonStore<List<Doc>>(\"a.json\"); }").Load();
        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        var type = typeof(List<>).MakeGenericType(assembly.GetType("Doc")!);
        var source = JsonSerializer.Deserialize("""[{"Numbers":[1]}]""", type)!;

        new Apartness().Check(source, Subject.Copy(source, type), "List");
    }

    [Fact]
    public void MarkedTypeOfAnotherAssembly_IsCopiedByItsOwnAssembly()
    {
        var context = new AssemblyLoadContext("two");
        var library = new Subject("namespace Library; [JsonStoreDocument] public class Part { private readonly int[] _hidden = [1]; public int[] N { get; set; } = []; }") { Name = "Library" };
        library.Load(context);
        var subject = new Subject("[JsonStoreDocument] public class Doc { public List<Library.Part> Parts { get; set; } = []; }")
        {
            References = [MetadataReference.CreateFromImage(library.Emit())],
        };
        var type = subject.Load(context).GetType("Doc")!;
        var source = JsonSerializer.Deserialize("""{"Parts":[{"N":[1]}]}""", type)!;

        new Apartness().Check(source, Subject.Copy(source, type), "Doc");
    }

    [Fact]
    public void UnrelatedEdit_LeavesWhatWasWritten()
    {
        var subject = new Subject($"[JsonStoreDocument] {Doc}", "public static class Other { public static int One => 1; }");
        var compilation = subject.Compile();
        var other = compilation.SyntaxTrees.Last();
        var driver = subject.Driver.RunGenerators(compilation, Token);

        var edited = compilation.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("public static class Other { public static int Two => 2; }", (CSharpParseOptions)other.Options, other.FilePath, cancellationToken: Token));
        var steps = driver.RunGenerators(edited, Token).GetRunResult().Results.Single().TrackedSteps[DeepCopyGenerator.Copies];

        Assert.All(steps.SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        Assert.NotEmpty(steps);
    }

    [Fact]
    public void EditOfAPart_InAnotherFile_WritesAgain()
    {
        var subject = new Subject("[JsonStoreDocument] public class Doc { public Part? Part { get; set; } }", "public class Part { public int[] A { get; set; } = []; }");
        var compilation = subject.Compile();
        var part = compilation.SyntaxTrees.Last();
        var driver = subject.Driver.RunGenerators(compilation, Token);

        var edited = compilation.ReplaceSyntaxTree(part, CSharpSyntaxTree.ParseText("public class Part { public int[] B { get; set; } = []; }", (CSharpParseOptions)part.Options, part.FilePath, cancellationToken: Token));

        Assert.Contains("<B>k__BackingField", driver.RunGenerators(edited, Token).GetRunResult().GeneratedTrees.Single().ToString(), StringComparison.Ordinal);
    }
}
