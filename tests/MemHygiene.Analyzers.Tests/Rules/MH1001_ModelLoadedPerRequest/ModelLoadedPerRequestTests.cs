using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1001_ModelLoadedPerRequest;

namespace MemHygiene.Analyzers.Tests.Rules.MH1001_ModelLoadedPerRequest;

public sealed class ModelLoadedPerRequestTests
{
    [Fact]
    public async Task Action_LoadsItsModel_Warns()
    {
        var found = await Verify(
            """
            using Microsoft.AspNetCore.Mvc;
            public class ChatController : ControllerBase
            {
                [HttpPost("/chat")]
                public string Post(string text)
                {
                    using var model = [|TextClassifier.Load("models/intents.bin")|];
                    return model.Classify(text);
                }
            }
            """,
            Stubs.Classifier);

        Assert.Equal("TextClassifier is loaded on every request (ChatController.Post): load it once and share it as a singleton", Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task ModelFromTheContainer_IsSilent() => Verify(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(services => TextClassifier.Load("models/intents.bin"));
        var app = builder.Build();
        app.MapPost("/chat", (string text, TextClassifier model) => model.Classify(text));
        app.Run();
        """,
        Stubs.Classifier);

    [Fact]
    public async Task WhereMemHygieneIsReferenced_TheMessageNamesTheModelCache()
    {
        var found = await Verify(
            "var app = WebApplication.CreateBuilder(args).Build(); app.MapGet(\"/\", () => [|TextClassifier.Load(\"m\")|].Classify(\"a\")); app.Run();",
            Stubs.Classifier,
            "namespace MemHygiene.Models { public class ModelCache<T>; }");

        Assert.EndsWith(": load it once and lease it from a ModelCache", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Properties_TellAFixWhatIsMade()
    {
        var found = await Verify(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", async () => { using var model = await [|Outer.Inner<int>.LoadAsync("path")|]; });
            app.Run();
            public static class Outer
            {
                public sealed class Inner<T> : IDisposable
                {
                    public static Task<Inner<T>> LoadAsync(string path) => Task.FromResult(new Inner<T>());
                    public int Predict(int x) => x;
                    public void Dispose() { }
                }
            }
            """);

        var properties = Assert.Single(found).Properties;
        Assert.Equal("Outer+Inner`1", properties["Type"]);
        Assert.Equal("LoadAsync", properties["Member"]);
        Assert.Equal("Endpoint", properties["EntryKind"]);
        Assert.Equal("MapGet \"/\"", properties["EntryPoint"]);
    }

    [Fact]
    public Task KnownLibraries_Warn() => Verify(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.ML;
        public class MoviesController : ControllerBase
        {
            public object Onnx() { using var session = [|new Microsoft.ML.OnnxRuntime.InferenceSession("a.onnx")|]; return session.Run([1]); }
            public object Speech() => [|Whisper.net.WhisperFactory.FromPath("ggml.bin")|];
            public object Torch() => [|TorchSharp.torch.jit.load("net.pt")|];
            public object Rate()
            {
                var context = new MLContext();
                var model = [|context.Model.Load("movies.zip", out _)|];
                return [|context.Model.CreatePredictionEngine<object, object>(model)|].Predict(this);
            }
        }
        """,
        Stubs.Onnx,
        Stubs.Whisper,
        Stubs.Torch,
        Stubs.MLNet);

    [Fact]
    public async Task EngineForOneCallerAtATime_IsAdvisedAPool()
    {
        var found = await Verify(
            """
            using Microsoft.AspNetCore.Mvc;
            public class MoviesController(Microsoft.ML.MLContext context, Microsoft.ML.ITransformer model) : ControllerBase
            {
                public object Rate() => [|context.Model.CreatePredictionEngine<object, object>(model)|].Predict(this);
            }
            """,
            Stubs.MLNet);

        Assert.EndsWith(": keep a pool of them, since each serves one caller at a time", Assert.Single(found).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task ByShape_ConstructorsAndFactories_Warn() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            public object Path() => [|new Detector("model.bin")|].Predict(1);
            public object File() => [|new Detector(new FileInfo("model.bin"))|].Predict(1);
            public object Bytes() => [|Detector.FromBytes(System.IO.File.ReadAllBytes("model.bin"))|].Predict(1);
            public object Stream() { using var file = System.IO.File.OpenRead("model.bin"); return [|Detector.Open(file)|].Predict(1); }
        }
        public class Detector
        {
            public Detector(string modelPath) { }
            public Detector(FileInfo file) { }
            public static Detector FromBytes(byte[] bytes) => new("");
            public static Detector Open(Stream stream) => new("");
            public int Predict(int x) => x;
        }
        """);

    [Fact]
    public Task ByShape_LookAlikes_AreSilent() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            public object Api() => new Gateway("gpt", "key").PredictAsync("text");
            public object Report() => new PdfReport("template.docx").Generate();
            public object Upload(IFormFile image) { using var stream = image.OpenReadStream(); return new Scan(stream).Recognize(); }
            public object Body() => new Scan(Request.Body).Recognize();
            public object Private() => new Quiet("file");
            public object Made() => Quiet.CreateOther("file");
        }
        public class Gateway(string modelName, string key) { public Task<string> PredictAsync(string text) => Task.FromResult(modelName + key + text); }
        public class PdfReport(string templatePath) { public byte[] Generate() => [(byte)templatePath.Length]; }
        public class Scan(Stream stream) { public long Recognize() => stream.Length; }
        public class Quiet(string filePath) { private int Predict() => filePath.Length; public static string CreateOther(string path) => path + new Quiet(path).Predict(); public int Predictable() => 1; }
        """);

    [Fact]
    public Task LoadedOnceOrAtStart_IsSilent() => Verify(
        """
        using Microsoft.AspNetCore.Mvc;
        public class A : ControllerBase
        {
            private static readonly TextClassifier Field = TextClassifier.Load("m");
            private static readonly Lazy<TextClassifier> Later = new(() => TextClassifier.Load("m"));
            private static TextClassifier? Kept;
            public string Get(string text) => Field.Classify(text) + Later.Value.Classify(text) + (Kept ??= TextClassifier.Load("m")).Classify(text);
        }
        public class Warmup : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) { TextClassifier.Load("m").Dispose(); return Task.CompletedTask; }
        }
        public class Pool : Microsoft.Extensions.ObjectPool.PooledObjectPolicy<TextClassifier>
        {
            public override TextClassifier Create() => TextClassifier.Load("m");
            public override bool Return(TextClassifier model) => true;
        }
        """,
        Stubs.Classifier);

    [Fact]
    public Task ScopedServiceThatLoadsInItsConstructor_Warns() => Verify(
        """
        using Microsoft.Extensions.DependencyInjection;
        public class Scorer { private readonly TextClassifier _model; public Scorer() => _model = [|TextClassifier.Load("m")|]; public string Score(string text) => _model.Classify(text); }
        public class Shared { private readonly TextClassifier _model = TextClassifier.Load("m"); public string Score(string text) => _model.Classify(text); }
        public static class Registration { public static void Add(IServiceCollection services) => services.AddScoped<Scorer>().AddSingleton<Shared>(); }
        """,
        Stubs.Classifier);

    [Fact]
    public Task ConfiguredType_WarnsForConstructorAndFactory() => Rule<ModelLoadedPerRequestAnalyzer>.VerifyAsync(new Project
    {
        Sources =
        [
            """
            using Microsoft.AspNetCore.Mvc;
            public class A : ControllerBase
            {
                public object One() => [|new Lex.Grammar()|];
                public object Two() => [|Lex.Grammar.Default()|];
                public object Three() => Lex.Grammar.Name();
            }
            namespace Lex { public class Grammar { public static Grammar Default() => new(); public static string Name() => ""; } }
            """,
        ],
        Options = Project.Option("memhygiene.model_types", "Lex.Grammar"),
    });

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Verify(params string[] sources) =>
        Rule<ModelLoadedPerRequestAnalyzer>.VerifyAsync(sources);
}
