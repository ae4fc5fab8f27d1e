using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1004_FileParsedPerRequest.FileParsedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1004_FileParsedPerRequest.FileParsedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1004_FileParsedPerRequest;

public sealed class FileParsedPerRequestFixerTests
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        """;

    private const string Catalog = """

        //// Catalog.cs
        namespace Shop;

        public record Product(string Name);

        public class Catalog { public List<Product> Products { get; set; } = []; }
        """;

    [Fact]
    public Task Endpoints_ReadFromTheStore_InEveryForm() => Verify.VerifyAsync(
        """
        using System.Text.Json;
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/one", () => JsonSerializer.Deserialize<Catalog>(File.ReadAllText("catalog.json")));
        app.MapGet("/two", async (CancellationToken cancellationToken) =>
        {
            // The whole catalogue.
            var bytes = await File.ReadAllBytesAsync("catalog.json", cancellationToken);
            return JsonSerializer.Deserialize<Catalog>(bytes)!.Products;
        });
        app.MapGet("/three", async () => JsonSerializer.Deserialize<List<Product>>(await File.ReadAllTextAsync(Path.Combine(app.Environment.ContentRootPath, "products.json")))!.Count);
        app.Run();
        """ + Catalog,
        """
        using MemHygiene.JsonStores;
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene()
            .AddJsonStore<Catalog>("catalog.json")
            .AddJsonStore<List<Product>>(Path.Combine(builder.Environment.ContentRootPath, "products.json"));
        var app = builder.Build();
        app.MapGet("/one", (JsonStore<Catalog> catalogStore) => catalogStore.Read());
        app.MapGet("/two", async (JsonStore<Catalog> catalogStore, CancellationToken cancellationToken) =>
        {
            // The whole catalogue.
            return (await catalogStore.ReadAsync(cancellationToken)).Products;
        });
        app.MapGet("/three", async (JsonStore<List<Product>> productStore) => (await productStore.ReadAsync()).Count);
        app.Run();
        """);

    [Fact]
    public Task PrivateOptions_MoveToTheRegistration() => Verify.VerifyAsync(
        Program + """
        //// CatalogController.cs
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class CatalogController : ControllerBase
        {
            private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
            {
                AllowTrailingCommas = true,
            };

            public Catalog? Get() => JsonSerializer.Deserialize<Catalog>(System.IO.File.ReadAllText("catalog.json"), Options);
        }
        """ + Catalog,
        """
        using System.Text.Json;
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddJsonStore<Catalog>("catalog.json", options => options.SerializerOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web) { AllowTrailingCommas = true, });
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// CatalogController.cs
        using System.Text.Json;
        using MemHygiene.JsonStores;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class CatalogController : ControllerBase
        {
            private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
            {
                AllowTrailingCommas = true,
            };
            private readonly JsonStore<Catalog> _catalogStore;

            public CatalogController(JsonStore<Catalog> catalogStore)
            {
                _catalogStore = catalogStore;
            }

            public Catalog? Get() => _catalogStore.Read();
        }
        """);

    [Fact]
    public Task WritesOfTheSameFile_GoThroughTheStoreToo() => Verify.VerifyAsync(
        Program + """
        //// CatalogController.cs
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class CatalogController : ControllerBase
        {
            private readonly string _path;

            public CatalogController(IWebHostEnvironment environment)
            {
                _path = Path.Combine(environment.ContentRootPath, "catalog.json");
            }

            public async Task<Catalog?> Get(CancellationToken cancellationToken)
            {
                var json = await System.IO.File.ReadAllTextAsync(_path, cancellationToken);
                return JsonSerializer.Deserialize<Catalog>(json);
            }

            public async Task Put(Catalog catalog)
            {
                // Readable for humans.
                var json = JsonSerializer.Serialize(catalog, new JsonSerializerOptions { WriteIndented = true });
                await System.IO.File.WriteAllTextAsync(_path, json);
            }
        }
        """ + Catalog,
        """
        using System.Text.Json;
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddJsonStore<Catalog>(Path.Combine(builder.Environment.ContentRootPath, "catalog.json"), options => options.SerializerOptions = new JsonSerializerOptions { WriteIndented = true });
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// CatalogController.cs
        using MemHygiene.JsonStores;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class CatalogController : ControllerBase
        {
            private readonly string _path;
            private readonly JsonStore<Catalog> _catalogStore;

            public CatalogController(IWebHostEnvironment environment, JsonStore<Catalog> catalogStore)
            {
                _path = Path.Combine(environment.ContentRootPath, "catalog.json");
                _catalogStore = catalogStore;
            }

            public async Task<Catalog?> Get(CancellationToken cancellationToken)
            {
                return await _catalogStore.ReadAsync(cancellationToken);
            }

            public async Task Put(Catalog catalog)
            {
                // Readable for humans.
                await _catalogStore.SaveAsync(catalog);
            }
        }
        """);

    [Theory]
    [InlineData("app.MapPost(\"/add\", (Shop.Product added) => { var all = new Shop.Catalog(); File.WriteAllText(\"catalog.json\", JsonSerializer.Serialize(all) + \"\\n\"); });", "a write that the store cannot do")]
    [InlineData("builder.AddMemHygiene().AddJsonStore<Shop.Catalog>(\"other.json\");", "the type has a store over another file")]
    public Task FileThatTheStoreCannotHaveAlone_IsLeftAlone(string more, string reason)
    {
        Assert.NotEmpty(reason);
        var source = $$"""
            using System.Text.Json;

            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/", () => JsonSerializer.Deserialize<Shop.Catalog>(File.ReadAllText("catalog.json")));
            {{more}}
            app.Run();
            """;

        return Verify.VerifyNotOfferedAsync(source + Catalog);
    }

    [Fact]
    public Task HandlerThatExpectsAMissingFile_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        using System.Text.Json;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", () =>
        {
            try
            {
                return JsonSerializer.Deserialize<Shop.Catalog>(File.ReadAllText("catalog.json"));
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        });
        app.Run();
        """ + Catalog);

    [Fact]
    public Task WithoutMemHygiene_NothingIsOffered() => Verify.VerifyNotOfferedAsync(
        """
        using System.Text.Json;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", () => JsonSerializer.Deserialize<Shop.Catalog>(File.ReadAllText("catalog.json")));
        app.Run();
        """ + Catalog,
        withMemHygiene: false);

    [Fact]
    public Task ReadChangeWriteOfAnEndpoint_SharesOneParameter() => Verify.VerifyAsync(
        """
        using System.Text.Json;
        using Shop;

        const string Path = "catalog.json";

        var builder = WebApplication.CreateBuilder(args);
        if (!File.Exists(Path))
        {
            File.WriteAllText(Path, "{}");
        }

        var app = builder.Build();
        app.MapGet("/", () => JsonSerializer.Deserialize<Catalog>(File.ReadAllText(Path)));
        app.MapPost("/", async (Product added) =>
        {
            var catalog = JsonSerializer.Deserialize<Catalog>(await File.ReadAllTextAsync(Path))!;
            catalog.Products.Add(added);
            await File.WriteAllTextAsync(Path, JsonSerializer.Serialize(catalog));
        });
        app.Run();
        """ + Catalog,
        """
        using MemHygiene.JsonStores;
        using Shop;

        const string Path = "catalog.json";

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddJsonStore<Catalog>("catalog.json");
        if (!File.Exists(Path))
        {
            File.WriteAllText(Path, "{}");
        }

        var app = builder.Build();
        app.MapGet("/", (JsonStore<Catalog> catalogStore) => catalogStore.Read());
        app.MapPost("/", async (Product added, JsonStore<Catalog> catalogStore) =>
        {
            var catalog = await catalogStore.ReadAsync();
            catalog.Products.Add(added);
            await catalogStore.SaveAsync(catalog);
        });
        app.Run();
        """);

    [Fact]
    public Task UsingThatOthersNeed_Stays_AndSoDoesOneThatNobodyNeededBefore() => Verify.VerifyAsync(
        """
        using System.Text.Json;
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", () => JsonSerializer.Deserialize<Catalog>(File.ReadAllText("catalog.json")));
        app.MapGet("/name", () => JsonNamingPolicy.CamelCase.ConvertName("Name"));
        app.Run();

        //// Stock.cs
        using System.Text.Json;

        namespace Shop;

        public static class Stock
        {
            public static Catalog? Read(JsonStoreLike store) => store.Read();

            public static void Map(WebApplication app) => app.MapGet("/stock", () => System.Text.Json.JsonSerializer.Deserialize<Catalog>(File.ReadAllText("catalog.json")));
        }

        public class JsonStoreLike
        {
            public Catalog? Read() => null;
        }
        """ + Catalog,
        """
        using System.Text.Json;
        using MemHygiene.JsonStores;
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddJsonStore<Catalog>("catalog.json");
        var app = builder.Build();
        app.MapGet("/", (JsonStore<Catalog> catalogStore) => catalogStore.Read());
        app.MapGet("/name", () => JsonNamingPolicy.CamelCase.ConvertName("Name"));
        app.Run();

        //// Stock.cs
        using System.Text.Json;
        using MemHygiene.JsonStores;

        namespace Shop;

        public static class Stock
        {
            public static Catalog? Read(JsonStoreLike store) => store.Read();

            public static void Map(WebApplication app) => app.MapGet("/stock", (JsonStore<Catalog> catalogStore) => catalogStore.Read());
        }

        public class JsonStoreLike
        {
            public Catalog? Read() => null;
        }
        """);

    [Fact]
    public Task LibraryThatNoProgramStarts_GetsNoFix() => Verify.VerifyNotOfferedAsync(
        """
        //// Library/CatalogController.cs
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        namespace Library;

        public class CatalogController : ControllerBase
        {
            public string[]? Get() => JsonSerializer.Deserialize<string[]>(System.IO.File.ReadAllText("catalog.json"));
        }
        """);
}
