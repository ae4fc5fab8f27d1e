namespace MemHygiene.Docs.Tests;

/// <summary>A reader copies the code: so it compiles as it stands, bad examples included.</summary>
public sealed class CodeBlockTests
{
    public static TheoryData<string, int> CSharpBlocks { get; } = [.. Blocks().Select(block => (block.File, block.Line))];

    [Theory]
    [MemberData(nameof(CSharpBlocks))]
    public void Block_InAWebProject_Compiles(string file, int line)
    {
        var block = Blocks(file).Single(candidate => candidate.Line == line);

        var errors = WebProject.Errors(block.Code, block.Line);

        Assert.True(errors.Count == 0, $"{file}\n{string.Join('\n', errors)}");
    }

    [Fact]
    public void Errors_OfCodeThatDoesNotCompile_NameTheLineOfTheFile()
    {
        var page = """
            Text.

            ```csharp
            var builder = WebApplication.CreateBuilder(args);
            builder.AddNothing();
            ```
            """;
        var block = CodeBlock.In("page.md", page).Single();

        var error = Assert.Single(WebProject.Errors(block.Code, block.Line));

        Assert.StartsWith("line 5: CS1061", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_OfCodeThatAGeneratorCompletes_AreNone()
    {
        var errors = WebProject.Errors("""
            using System.Text.Json.Serialization;

            public sealed record Settings(int Limit);

            [JsonSerializable(typeof(Settings))]
            public sealed partial class SettingsJson : JsonSerializerContext;
            """);

        Assert.Empty(errors);
    }

    private static IEnumerable<CodeBlock> Blocks()
        => RepositoryFiles.Markdown.Where(file => file == "README.md" || file.StartsWith("docs/", StringComparison.Ordinal)).SelectMany(Blocks);

    private static IEnumerable<CodeBlock> Blocks(string file)
        => CodeBlock.In(file, RepositoryFiles.Read(file)).Where(block => block.Language is "csharp" or "cs" or "c#");
}
