using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1004_FileParsedPerRequest;

namespace MemHygiene.Analyzers.Tests.Rules.MH1004_FileParsedPerRequest;

public sealed class FileParsedPerRequestTests
{
    private const string Catalog = "public sealed record Catalog(string Name);";

    [Fact]
    public async Task Endpoint_ReadsAndParsesItsDataFile_Warns()
    {
        var found = await Verify(
            """
            using System.Text.Json;
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/catalog", () => JsonSerializer.Deserialize<Catalog>([|File.ReadAllText("data.json")|]));
            app.Run();
            """,
            Catalog);

        Assert.Equal(
            "The whole file is read and parsed into Catalog on every request (MapGet \"/catalog\"): keep the document and read it again only when the file has changed",
            Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task DocumentReadOnceAtTheStart_IsSilent() => Verify(
        """
        using System.Text.Json;
        var app = WebApplication.CreateBuilder(args).Build();
        var catalog = JsonSerializer.Deserialize<Catalog>(File.ReadAllText("data.json"));
        app.MapGet("/catalog", () => catalog);
        app.Run();
        """,
        Catalog);

    [Fact]
    public async Task WhereMemHygieneIsReferenced_TheMessageNamesTheJsonStore()
    {
        var found = await Verify(
            """
            using System.Text.Json;
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/catalog", () => JsonSerializer.Deserialize<List<Catalog>>([|File.ReadAllText("data.json")|]));
            app.Run();
            """,
            Catalog,
            "namespace MemHygiene.JsonStores { public class JsonStore<T>; }");

        Assert.Contains("into List<Catalog> on", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
        Assert.EndsWith(": read it through a JsonStore", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return JsonSerializer.Deserialize<Catalog>([|System.IO.File.ReadAllBytes(\"data.json\")|]);")]
    [InlineData("return JsonSerializer.Deserialize<Catalog>(await [|System.IO.File.ReadAllTextAsync(\"data.json\")|]);")]
    [InlineData("return JsonSerializer.Deserialize<Catalog>(await [|System.IO.File.ReadAllTextAsync(\"data.json\")|].ConfigureAwait(false));")]
    [InlineData("var text = [|System.IO.File.ReadAllText(Path)|]; return JsonSerializer.Deserialize<Catalog>(text, Options);")]
    [InlineData("var text = await [|System.IO.File.ReadAllBytesAsync(System.IO.Path.Combine(_environment.ContentRootPath, \"data.json\"))|]; return JsonSerializer.Deserialize<Catalog>(text);")]
    [InlineData("return (Catalog?)JsonSerializer.Deserialize([|System.IO.File.ReadAllText(_configuration[\"Data\"]!)|], typeof(Catalog));")]
    public Task WholeFile_Warns(string body) => Verify(Controller(body), Catalog);

    [Theory]
    [InlineData("return new Catalog(await [|System.IO.File.ReadAllTextAsync(\"data.txt\")|]);")]
    [InlineData("var text = [|System.IO.File.ReadAllText(Path)|]; Console.WriteLine(text); return JsonSerializer.Deserialize<Catalog>(text);")]
    [InlineData("return JsonSerializer.Deserialize<Catalog>([|System.IO.File.ReadAllText($\"items/{id}.json\")|]);")]
    [InlineData("var path = System.IO.Path.Combine(\"items\", id); return JsonSerializer.Deserialize<Catalog>([|System.IO.File.ReadAllText(path)|]);")]
    [InlineData("return JsonSerializer.Deserialize<Catalog>([|System.IO.File.ReadAllText(Request.Query[\"file\"]!)|]);")]
    [InlineData("return new Catalog([|System.IO.File.ReadAllBytes(id + \".png\")|].Length.ToString());")]
    [InlineData("return Load(id); Catalog Load(string name) => new([|System.IO.File.ReadAllLines(name)|][0]);")]
    public async Task OtherWholeReads_AreSuggestions(string body) =>
        Assert.Equal(Microsoft.CodeAnalysis.DiagnosticSeverity.Info, Assert.Single(await Verify(Controller(body), Catalog)).Severity);

    [Fact]
    public async Task ReadBelowTheAction_NamesTheWay()
    {
        var found = await Verify(
            """
            using System.Text.Json;
            using Microsoft.AspNetCore.Mvc;
            public class CatalogController(CatalogService catalogs) : ControllerBase { public Task<Catalog?> Get() => catalogs.LoadAsync(); }
            public class CatalogService { public async Task<Catalog?> LoadAsync() => JsonSerializer.Deserialize<Catalog>(await [|File.ReadAllTextAsync("data.json")|]); }
            """,
            Catalog);

        Assert.Contains("(CatalogController.Get → CatalogService.LoadAsync → File.ReadAllTextAsync())", Assert.Single(found).GetMessage(null));
    }

    [Theory]
    [InlineData("return JsonSerializer.Deserialize<Catalog>(id);")]
    [InlineData("return Kept ??= new Catalog(System.IO.File.ReadAllText(Path));")]
    [InlineData("if (Kept is null) { var lines = System.IO.File.ReadAllLines(Path); Kept = new Catalog(lines[0]); } return Kept;")]
    [InlineData("var file = System.IO.Path.GetTempFileName(); return new Catalog(System.IO.File.ReadAllText(file));")]
    [InlineData("var made = new Catalog(System.IO.File.ReadAllText(id)); System.IO.File.Delete(id); return made;")]
    [InlineData("return Kept ??= JsonSerializer.Deserialize<Catalog>(System.IO.File.ReadAllText(Path));")]
    [InlineData("if (Kept is null) { var text = await System.IO.File.ReadAllTextAsync(Path); Kept = JsonSerializer.Deserialize<Catalog>(text); } return Kept;")]
    [InlineData("return _cache.GetOrCreate(\"data\", entry => JsonSerializer.Deserialize<Catalog>(System.IO.File.ReadAllText(Path)));")]
    public Task OtherReadsAndKeptDocuments_AreSilent(string body) => Verify(Controller(body), Catalog);

    [Fact]
    public Task ReloadAtStartOfAService_IsSilent() => Verify(
        """
        using System.Text.Json;
        public class Loader : IHostedService
        {
            public Catalog? Current { get; private set; }
            public async Task StartAsync(CancellationToken token) => Current = JsonSerializer.Deserialize<Catalog>(await File.ReadAllTextAsync("data.json", token));
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """,
        Catalog);

    private static string Controller(string body) => $$"""
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;
        public class CatalogController(IMemoryCache cache, IConfiguration configuration, IWebHostEnvironment environment) : ControllerBase
        {
            private const string Path = "data.json";
            private static readonly JsonSerializerOptions Options = new();
            private static Catalog? Kept;
            private readonly IMemoryCache _cache = cache;
            private readonly IConfiguration _configuration = configuration;
            private readonly IWebHostEnvironment _environment = environment;
            public async Task<Catalog?> Get(string id) { await Task.Yield(); {{body}} }
            public object? Rest() => (Path, Options, Kept, _cache, _configuration, _environment);
        }
        """;

    [Theory]
    [InlineData("System.Xml.Linq.XDocument.Load(\"menu.xml\")", true)]
    [InlineData("System.Xml.Linq.XElement.Load(Path.Combine(\"data\", \"menu.xml\"))", true)]
    [InlineData("JsonSerializer.Deserialize<Catalog>(OPEN)", false, "File.OpenRead(\"data.json\")")]
    [InlineData("new StreamReader(\"data.json\").ReadToEnd()", false, "new StreamReader(\"data.json\")")]
    [InlineData("JsonSerializer.Deserialize<Catalog>(File.OpenText(\"data.json\").ReadToEnd())", false, "File.OpenText(\"data.json\")")]
    public Task FileThatIsOpenedAndTakenWhole_Warns(string code, bool isParser, string? open = null)
    {
        var marked = isParser ? $"[|{code}|]" : code.Replace("OPEN", open).Replace(open!, $"[|{open}|]");
        return Verify(
            $"using System.Text.Json; var app = WebApplication.CreateBuilder(args).Build(); app.MapGet(\"/catalog\", () => {marked}); app.Run();",
            Catalog);
    }

    [Theory]
    [InlineData("using var file = [|File.OpenRead(\"data.json\")|]; return await JsonSerializer.DeserializeAsync<Catalog>(file);")]
    [InlineData("using var reader = [|new StreamReader(\"data.json\")|]; var text = await reader.ReadToEndAsync(); return JsonSerializer.Deserialize<Catalog>(text);")]
    [InlineData("using var file = [|new FileStream(\"data.json\", FileMode.Open)|]; using var reader = new StreamReader(file); return reader.ReadToEnd();")]
    [InlineData("var menu = new System.Xml.XmlDocument(); [|menu.Load(\"menu.xml\")|]; return menu;")]
    public Task FileThatIsOpenedIntoALocal_Warns(string body) => Verify(Handler(body), Catalog);

    [Theory]
    [InlineData("using var file = File.OpenRead($\"{id}.json\"); return await JsonSerializer.DeserializeAsync<Catalog>(file);")]
    [InlineData("return Load(id + \".xml\"); static object Load(string path) => System.Xml.Linq.XDocument.Load(path);")]
    [InlineData("using var file = File.OpenRead(\"data.bin\"); return file.Length;")]
    [InlineData("string rateUrl = Environment.GetEnvironmentVariable(\"RATES\")!; return System.Xml.Linq.XDocument.Load(rateUrl);")]
    [InlineData("return System.Xml.Linq.XDocument.Load(\"http://rates\");")]
    [InlineData("var name = Path.GetRandomFileName(); return Load(name); static object Load(string path) => System.Xml.Linq.XDocument.Load(path);")]
    [InlineData("var name = Path.Join(\"in\", id); await File.WriteAllTextAsync(name, \"<a/>\"); return Parts.Load(name);")]
    [InlineData("using var reader = new StreamReader(\"data.txt\"); return await reader.ReadLineAsync();")]
    [InlineData("using var reader = new StreamReader(new MemoryStream()); return await reader.ReadToEndAsync();")]
    public Task FileOfTheRequestOrReadInPieces_IsSilent(string body) => Verify(Handler(body), Catalog);

    private static string Handler(string body) => $$"""
        using System.Text.Json;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/{id}", async Task<object?> (string id) => { await Task.Yield(); {{body}} });
        app.Run();
        static class Parts { public static object Load(string path) => System.Xml.Linq.XDocument.Load(path); }
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Verify(params string[] sources) =>
        Rule<FileParsedPerRequestAnalyzer>.VerifyAsync(sources);
}
