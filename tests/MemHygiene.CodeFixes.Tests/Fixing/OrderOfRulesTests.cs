using MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;
using MemHygiene.CodeFixes.Rules.MH1002_SessionSavedPerRequest;
using MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;
using MemHygiene.CodeFixes.Rules.MH1004_FileParsedPerRequest;
using MemHygiene.CodeFixes.Tests.Verification;
using MemHygiene.Rules.MH1001_ModelLoadedPerRequest;
using MemHygiene.Rules.MH1002_SessionSavedPerRequest;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using MemHygiene.Rules.MH1004_FileParsedPerRequest;
using MemHygiene.Testing;
using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Tests.Fixing;

/// <summary><c>dotnet format</c> runs the rules in the order in which their findings happen to come.</summary>
public sealed class OrderOfRulesTests
{
    private const string Source = """
        using System.Text.Json;
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", async (HttpContext context, CancellationToken cancellationToken) =>
        {
            var catalog = JsonSerializer.Deserialize<Catalog>(await File.ReadAllTextAsync("catalog.json", cancellationToken));
            using var client = new HttpClient();
            var text = await client.GetStringAsync("https://example.com/" + catalog!.Name);
            using var model = TopicModel.Load("topic.bin");
            context.Session.SetString("topic", model.Predict(text));
        });
        app.MapControllers();
        app.Run();

        //// TopicController.cs
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class TopicController : ControllerBase
        {
            [HttpGet]
            public async Task<string> Get(CancellationToken cancellationToken)
            {
                var catalog = JsonSerializer.Deserialize<Catalog>(await System.IO.File.ReadAllTextAsync("catalog.json", cancellationToken));
                using var client = new HttpClient();
                var text = await client.GetStringAsync("https://example.com/" + catalog!.Name);
                using var model = TopicModel.Load("topic.bin");
                HttpContext.Session.SetString("topic", model.Predict(text));
                return text;
            }
        }

        //// TopicModel.cs
        namespace Shop;

        public record Catalog(string Name);

        public sealed class TopicModel : IDisposable
        {
            public static TopicModel Load(string path) => new();
            public string Predict(string text) => text;
            public void Dispose() { }
        }
        """;

    [Fact]
    public async Task AnyOrder_GivesTheSameCode()
    {
        var inOrder = await ApplyAsync(Models, Sessions, Clients, Files);
        var backwards = await ApplyAsync(Files, Clients, Sessions, Models);
        var mixed = await ApplyAsync(Clients, Files, Models, Sessions);

        Assert.Equal(inOrder, backwards);
        Assert.Equal(inOrder, mixed);
        Snapshot.Match(inOrder);
    }

    private static async Task<string> ApplyAsync(params Func<Solution, CancellationToken, Task<Solution>>[] rules)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var solution = CodeUnderTest.Create(Source, withMemHygiene: true);
        foreach (var rule in rules)
        {
            solution = await rule(solution, cancellation);
        }

        Assert.Empty(await CodeUnderTest.ErrorsAsync(solution, cancellation));
        var texts = await CodeUnderTest.TextsAsync(solution, cancellation);
        return texts["Program.cs"] + "\n//// TopicController.cs\n" + texts["TopicController.cs"];
    }

    private static Task<Solution> Models(Solution solution, CancellationToken cancellation) =>
        CodeFix<ModelLoadedPerRequestAnalyzer, ModelLoadedPerRequestFixer>.FixAllAsync(solution, cancellation);

    private static Task<Solution> Sessions(Solution solution, CancellationToken cancellation) =>
        CodeFix<SessionSavedPerRequestAnalyzer, SessionSavedPerRequestFixer>.FixAllAsync(solution, cancellation);

    private static Task<Solution> Clients(Solution solution, CancellationToken cancellation) =>
        CodeFix<ClientCreatedPerRequestAnalyzer, ClientCreatedPerRequestFixer>.FixAllAsync(solution, cancellation);

    private static Task<Solution> Files(Solution solution, CancellationToken cancellation) =>
        CodeFix<FileParsedPerRequestAnalyzer, FileParsedPerRequestFixer>.FixAllAsync(solution, cancellation);
}
