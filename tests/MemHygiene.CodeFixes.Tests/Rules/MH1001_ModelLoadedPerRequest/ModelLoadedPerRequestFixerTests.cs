using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1001_ModelLoadedPerRequest.ModelLoadedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest.ModelLoadedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1001_ModelLoadedPerRequest;

public sealed class ModelLoadedPerRequestFixerTests
{
    private const string Model = """

        //// SentimentModel.cs
        namespace Shop.Models;

        public sealed class SentimentModel : IDisposable
        {
            private SentimentModel() { }
            public static SentimentModel Load(string path) => new();
            public static Task<SentimentModel> LoadAsync(string path, CancellationToken cancellationToken = default) => Task.FromResult(new SentimentModel());
            public float Predict(string text) => 0;
            public void Dispose() { }
        }
        """;

    [Fact]
    public Task AsyncEndpoint_LeasesTheModelAndRegistersIt() => Verify.VerifyAsync(
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);

        var app = builder.Build();
        app.MapPost("/sentiment", async (HttpRequest request) =>
        {
            var text = await new StreamReader(request.Body).ReadToEndAsync();

            // The newest model.
            using var model = SentimentModel.Load("models/sentiment.bin");
            return model.Predict(text); // -1 to 1
        });
        app.Run();
        """ + Model,
        """
        using MemHygiene.Models;
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddModel(_ => SentimentModel.Load("models/sentiment.bin"));

        var app = builder.Build();
        app.MapPost("/sentiment", async (HttpRequest request, ModelCache<SentimentModel> sentimentModels) =>
        {
            var text = await new StreamReader(request.Body).ReadToEndAsync();

            // The newest model.
            using var modelLease = await sentimentModels.LeaseAsync();
            var model = modelLease.Value;
            return model.Predict(text); // -1 to 1
        });
        app.Run();
        """);

    [Fact]
    public Task Controller_GetsTheCacheThroughItsConstructor() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// Controllers/SentimentController.cs
        using Microsoft.AspNetCore.Mvc;
        using Shop.Models;

        namespace Shop.Controllers;

        public class SentimentController : ControllerBase
        {
            private readonly IConfiguration _configuration;
            private readonly ILogger<SentimentController> _logger;

            public SentimentController(IConfiguration configuration, ILogger<SentimentController> logger)
            {
                _configuration = configuration;
                _logger = logger;
            }

            [HttpPost]
            public float Post(string text)
            {
                using (var model = SentimentModel.Load(_configuration["Models:Sentiment"]!))
                {
                    _logger.LogInformation("Scoring");
                    return model.Predict(text);
                }
            }
        }
        """ + Model,
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddModel(services => SentimentModel.Load(services.GetRequiredService<IConfiguration>()["Models:Sentiment"]!));
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// Controllers/SentimentController.cs
        using MemHygiene.Models;
        using Microsoft.AspNetCore.Mvc;
        using Shop.Models;

        namespace Shop.Controllers;

        public class SentimentController : ControllerBase
        {
            private readonly IConfiguration _configuration;
            private readonly ILogger<SentimentController> _logger;
            private readonly ModelCache<SentimentModel> _sentimentModels;

            public SentimentController(IConfiguration configuration, ILogger<SentimentController> logger, ModelCache<SentimentModel> sentimentModels)
            {
                _configuration = configuration;
                _logger = logger;
                _sentimentModels = sentimentModels;
            }

            [HttpPost]
            public float Post(string text)
            {
                using (var modelLease = _sentimentModels.Lease())
                {
                    var model = modelLease.Value;
                    _logger.LogInformation("Scoring");
                    return model.Predict(text);
                }
            }
        }
        """);

    [Fact]
    public Task SyncEndpoint_UsesTheModelOnTheSpot_GetsABlockBody() => Verify.VerifyAsync(
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/sentiment", (string text, CancellationToken cancellationToken) => SentimentModel.Load("sentiment.bin").Predict(text));
        app.Run();
        """ + Model,
        """
        using MemHygiene.Models;
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddModel(_ => SentimentModel.Load("sentiment.bin"));
        var app = builder.Build();
        app.MapGet("/sentiment", (string text, ModelCache<SentimentModel> sentimentModels, CancellationToken cancellationToken) =>
        {
            using var sentimentModelLease = sentimentModels.Lease(cancellationToken);
            return sentimentModelLease.Value.Predict(text);
        });
        app.Run();
        """);

    [Fact]
    public Task AsyncLoad_MovesWithItsCancellationToken() => Verify.VerifyAsync(
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/sentiment", async (string text, CancellationToken aborted) =>
        {
            using var model = await SentimentModel.LoadAsync("sentiment.bin", aborted).ConfigureAwait(false);
            return model.Predict(text);
        });
        app.Run();
        """ + Model,
        """
        using MemHygiene.Models;
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddModel((services, cancellationToken) => SentimentModel.LoadAsync("sentiment.bin", cancellationToken));
        var app = builder.Build();
        app.MapGet("/sentiment", async (string text, ModelCache<SentimentModel> sentimentModels, CancellationToken aborted) =>
        {
            using var modelLease = await sentimentModels.LeaseAsync(aborted);
            var model = modelLease.Value;
            return model.Predict(text);
        });
        app.Run();
        """);

    [Fact]
    public Task PathsOfTheController_AreFollowedToConstantsAndServices() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// SentimentController.cs
        using Microsoft.AspNetCore.Mvc;
        using Shop.Models;

        namespace Shop;

        public class SentimentController(IWebHostEnvironment environment) : ControllerBase
        {
            private const string FileName = "sentiment.bin";
            private readonly string _folder = Path.Combine(environment.ContentRootPath, "models");

            public float Get(string text)
            {
                var path = Path.Combine(
                    _folder,
                    FileName);
                SentimentModel model = SentimentModel.Load(path);

                return model.Predict(text);
            }
        }
        """ + Model,
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddModel(services => SentimentModel.Load(Path.Combine(Path.Combine(services.GetRequiredService<IWebHostEnvironment>().ContentRootPath, "models"), "sentiment.bin")));
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// SentimentController.cs
        using MemHygiene.Models;
        using Microsoft.AspNetCore.Mvc;
        using Shop.Models;

        namespace Shop;

        public class SentimentController(IWebHostEnvironment environment, ModelCache<SentimentModel> sentimentModels) : ControllerBase
        {
            private const string FileName = "sentiment.bin";
            private readonly string _folder = Path.Combine(environment.ContentRootPath, "models");

            public float Get(string text)
            {
                using var modelLease = sentimentModels.Lease();
                SentimentModel model = modelLease.Value;

                return model.Predict(text);
            }
        }
        """);

    [Fact]
    public Task TwoEndpointsWithOneFile_ShareOneRegistration() => Verify.VerifyAsync(
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/a", (string text) => { using var model = SentimentModel.Load("sentiment.bin"); return model.Predict(text); });
        app.MapGet("/b", (string text) => { using var model = SentimentModel.Load("sentiment.bin"); return -model.Predict(text); });
        app.Run();
        """ + Model,
        """
        using MemHygiene.Models;
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddModel(_ => SentimentModel.Load("sentiment.bin"));
        var app = builder.Build();
        app.MapGet("/a", (string text, ModelCache<SentimentModel> sentimentModels) => { using var modelLease = sentimentModels.Lease(); var model = modelLease.Value; return model.Predict(text); });
        app.MapGet("/b", (string text, ModelCache<SentimentModel> sentimentModels) => { using var modelLease = sentimentModels.Lease(); var model = modelLease.Value; return -model.Predict(text); });
        app.Run();
        """);

    [Fact]
    public Task WithoutMemHygiene_TheClassSharesALazy() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        //// SentimentController.cs
        using Microsoft.AspNetCore.Mvc;
        using Shop.Models;

        namespace Shop;

        public class SentimentController : ControllerBase
        {
            private const string FileName = "sentiment.bin";

            public float Get(string text)
            {
                using var model = SentimentModel.Load(FileName);
                return model.Predict(text);
            }

            public float GetNegated(string text)
            {
                using (var model = SentimentModel.Load(FileName))
                {
                    return -model.Predict(text);
                }
            }
        }
        """ + Model,
        """
        //// SentimentController.cs
        using Microsoft.AspNetCore.Mvc;
        using Shop.Models;

        namespace Shop;

        public class SentimentController : ControllerBase
        {
            private const string FileName = "sentiment.bin";
            private static readonly Lazy<SentimentModel> SharedSentimentModel = new(() => SentimentModel.Load(FileName));

            public float Get(string text)
            {
                var model = SharedSentimentModel.Value;
                return model.Predict(text);
            }

            public float GetNegated(string text)
            {
                {
                    var model = SharedSentimentModel.Value;
                    return -model.Predict(text);
                }
            }
        }
        """,
        withMemHygiene: false);

    [Fact]
    public Task WithoutMemHygiene_AnEndpointSharesALazyAboveIt() => Verify.VerifyAsync(
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        var path = builder.Configuration["Model"]!;
        var app = builder.Build();

        // What people think.
        app.MapGet("/a", (string text) =>
        {
            using var model = SentimentModel.Load(path);
            return model.Predict(text);
        });
        app.Run();
        """ + Model,
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        var path = builder.Configuration["Model"]!;
        var app = builder.Build();

        // What people think.
        var sharedSentimentModel = new Lazy<SentimentModel>(() => SentimentModel.Load(path));
        app.MapGet("/a", (string text) =>
        {
            var model = sharedSentimentModel.Value;
            return model.Predict(text);
        });
        app.Run();
        """,
        withMemHygiene: false);

    [Theory]
    [InlineData("var model = SentimentModel.Load(language + \".bin\"); return model.Predict(text);", "the request chooses the file")]
    [InlineData("var model = SentimentModel.Load(\"a.bin\"); Kept.Model = model; return model.Predict(text);", "the model leaves the request")]
    [InlineData("var model = SentimentModel.Load(\"a.bin\"); try { return model.Predict(text); } finally { model.Dispose(); }", "the request disposes the model")]
    [InlineData("SentimentModel model; model = SentimentModel.Load(\"a.bin\"); return model.Predict(text);", "not where the local is declared")]
    public Task UnsafeUse_IsLeftAlone(string body, string reason)
    {
        Assert.NotEmpty(reason);
        var source = $$"""
            using Shop.Models;

            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/a/{language}", (string text, string language) => { {{body}} });
            app.Run();

            static class Kept { public static SentimentModel? Model; }
            """;

        return Verify.VerifyNotOfferedAsync(source + Model);
    }

    [Fact]
    public Task HostWithAnotherFileForTheSameType_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        using Shop.Models;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddModel(services => SentimentModel.Load("english.bin"));
        var app = builder.Build();
        app.MapGet("/a", (string text) =>
        {
            using var model = SentimentModel.Load("german.bin");
            return model.Predict(text);
        });
        app.Run();
        """ + Model);

    [Fact]
    public Task ProgramWithoutABuilder_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        using Shop.Models;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/a", (string text) =>
        {
            using var model = SentimentModel.Load("german.bin");
            return model.Predict(text);
        });
        app.Run();
        """ + Model);
}
