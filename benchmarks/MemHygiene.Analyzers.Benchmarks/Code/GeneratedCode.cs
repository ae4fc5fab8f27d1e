using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using MemHygiene.Testing;

namespace MemHygiene.Analyzers.Benchmarks.Code;

/// <summary>
/// A web application of any size, the same for the same size: controllers that call services that call stores. One area in ten does something that
/// a rule looks for, once where a request arrives and once three calls below.
/// </summary>
internal static class GeneratedCode
{
    private const string Folder = "/generated";

    public static CodeBase Create(int lines)
    {
        var random = new Random(lines);
        var files = new List<(string Path, string Text)> { (Folder + "/Usings.cs", WebSdk.ImplicitUsings) };
        var areas = 0;
        for (var written = 0; written < lines; areas++)
        {
            var text = Area(areas, random);
            files.Add(($"{Folder}/Areas/Area{areas}.cs", text));
            written += text.Count(character => character == '\n');
        }

        files.Add((Folder + "/Program.cs", Program(areas)));
        var id = ProjectId.CreateNewId("Generated");
        return new CodeBase("generated", Folder, new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, "Generated", "Generated", LanguageNames.CSharp, Folder + "/Generated.csproj",
            compilationOptions: new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: ShippedRules.AllAsWarnings),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            documents: files.Select(file => DocumentInfo.Create(
                DocumentId.CreateNewId(id), Path.GetFileName(file.Path),
                loader: TextLoader.From(TextAndVersion.Create(SourceText.From(file.Text, Encoding.UTF8), VersionStamp.Default, file.Path)),
                filePath: file.Path)),
            metadataReferences: new ReferenceAssemblies([]).For(new HashSet<string>()))));
    }

    private static string Program(int areas)
    {
        var program = new StringBuilder("var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddControllers();\n");
        for (var area = 0; area < areas; area++)
        {
            program.Append($"builder.Services.AddScoped<Generated.IService{area}, Generated.Service{area}>();\nbuilder.Services.AddScoped<Generated.Store{area}>();\n");
        }

        return program.Append("var app = builder.Build();\napp.MapControllers();\napp.Run();\n").ToString();
    }

    private static string Area(int number, Random random)
    {
        var text = new StringBuilder($$"""
            using System.Text.Json;
            using Microsoft.AspNetCore.Mvc;

            namespace Generated;

            public sealed record Item{{number}}(int Id, string Name, decimal Price, DateTimeOffset Changed);

            public interface IService{{number}}
            {
                Task<IReadOnlyList<Item{{number}}>> FindAsync(string text, CancellationToken cancellation);
            }


            """);
        text.Append($$"""
            [ApiController]
            [Route("items{{number}}")]
            public sealed class Items{{number}}Controller(IService{{number}} service, ILogger<Items{{number}}Controller> logger) : ControllerBase
            {
                [HttpGet("find")]
                public async Task<IActionResult> Find(string text, CancellationToken cancellation)
                {
                    logger.LogInformation("Finding {Text}", text);
                    var found = await service.FindAsync(text, cancellation);
                    return found.Count == 0 ? NotFound() : Ok(found.OrderBy(item => item.Price).ThenBy(item => item.Name).ToList());
                }
            {{(number % 10 == 0 ? """

                [HttpGet("rate")]
                public async Task<string> Rate(string currency)
                {
                    using var client = new HttpClient();
                    return await client.GetStringAsync("https://rates.example/" + currency);
                }
            """ : "")}}
            }

            public sealed class Service{{number}}(Store{{number}} store) : IService{{number}}
            {
                public async Task<IReadOnlyList<Item{{number}}>> FindAsync(string text, CancellationToken cancellation)
                {
                    var items = await LoadAsync(cancellation);
                    return items.Where(item => item.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
                }

                private Task<List<Item{{number}}>> LoadAsync(CancellationToken cancellation) => store.ReadAsync("items{{number}}.json", cancellation);
            }

            public sealed class Store{{number}}
            {
                private readonly Dictionary<int, Item{{number}}> _byId = [];

                public async Task<List<Item{{number}}>> ReadAsync(string path, CancellationToken cancellation)
                {
            {{(number % 10 == 0 ? $"        return JsonSerializer.Deserialize<List<Item{number}>>(await File.ReadAllTextAsync(path, cancellation)) ?? [];" : """
                    await Task.Yield();
                    cancellation.ThrowIfCancellationRequested();
                    return path.Length == 0 ? [] : _byId.Values.OrderBy(item => item.Id).ToList();
            """)}}
                }

            """);
        for (var method = random.Next(4, 12); method > 0; method--)
        {
            text.Append($$"""

                public decimal Total{{method}}(IEnumerable<Item{{number}}> items, decimal rate)
                {
                    var sum = 0m;
                    foreach (var item in items)
                    {
                        if (item.Price > {{random.Next(1000)}} && _byId.TryGetValue(item.Id, out var known))
                        {
                            sum += known.Price * rate;
                        }
                        else if (item.Name.StartsWith("{{(char)('a' + random.Next(26))}}", StringComparison.Ordinal))
                        {
                            sum -= item.Price / {{random.Next(1, 9)}};
                        }

                        _byId[item.Id] = item with { Changed = DateTimeOffset.UnixEpoch, Name = item.Name.Trim().ToUpperInvariant() };
                    }

                    return Math.Round(sum, {{random.Next(4)}});
                }

            """);
        }

        return text.Append("}\n").ToString();
    }
}
