using MemHygiene.Analyzers.Benchmarks.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Analyzers.Benchmarks.Tests.Fixes;

public sealed class CompilerErrorsTests
{
    private const string Broken = "class A { Missing field; }";

    [Fact]
    public void NewSince_OldErrorOnAnotherLine_IsNotNew()
    {
        Assert.Empty(Errors("\n\n" + Broken).NewSince(Errors(Broken)));
    }

    [Fact]
    public void NewSince_AnotherErrorOfAKnownKind_IsNamedWithItsLine()
    {
        var added = Errors("class A { Missing field;\nGone other; }").NewSince(Errors(Broken));

        Assert.Equal("Code.cs:2: CS0246: The type or namespace name 'Gone' could not be found (are you missing a using directive or an assembly reference?)", Assert.Single(added));
    }

    [Fact]
    public void NewSince_OneErrorGoneAndOneOfAnotherKindCome_IsNew()
    {
        Assert.Contains("CS1002", Assert.Single(Errors("class A { int field }").NewSince(Errors(Broken))));
    }

    private static CompilerErrors Errors(string source)
    {
        var token = TestContext.Current.CancellationToken;
        var compilation = CSharpCompilation.Create(
            "Code", [CSharpSyntaxTree.ParseText(source, path: "Code.cs", cancellationToken: token)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return CompilerErrors.Of(compilation.GetDiagnostics(token));
    }
}
