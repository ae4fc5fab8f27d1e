using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1001_ModelLoadedPerRequest.ModelLoadedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest.ModelLoadedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>A library has no host to register with, and some classes have nobody who injects: there the class shares the model.</summary>
public sealed class SharedLazyTests
{
    private const string Field = "private static readonly Lazy<SentimentModel> SharedSentimentModel = new(() => SentimentModel.Load(\"sentiment.bin\"));";

    private const string Model = """

        //// Library/SentimentModel.cs
        namespace Library;

        public sealed class SentimentModel : IDisposable
        {
            public static SentimentModel Load(string path) => new();
            public float Predict(string text) => 0;
            public void Dispose() { }
        }
        """;

    private const string Program = """
        using Library;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<Scores>();
        var app = builder.Build();
        app.MapGet("/a", (Scores scores, string text) => scores.Of(text));
        app.Run();

        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Library_SharesALazy_WhetherItReferencesMemHygieneOrNot(bool withMemHygiene) => Verify.VerifyAsync(
        Controller("", "using var model = SentimentModel.Load(\"sentiment.bin\");") + Model,
        Controller($"    {Field}\n\n", "var model = SharedSentimentModel.Value;"),
        withMemHygiene);

    [Fact]
    public Task ServiceThatTheContainerBuilds_LeasesTheModel() => Verify.VerifyAsync(
        Program + Scores("public class Scores", "", "using var model = SentimentModel.Load(\"sentiment.bin\");") + Model.Replace("Library/", ""),
        Program.Replace("args);\n", "args);\nbuilder.AddMemHygiene().AddModel(_ => SentimentModel.Load(\"sentiment.bin\"));\n")
        + Scores(
            "public class Scores",
            """
                private readonly ModelCache<SentimentModel> _sentimentModels;

                public Scores(ModelCache<SentimentModel> sentimentModels)
                {
                    _sentimentModels = sentimentModels;
                }


            """,
            "using var modelLease = _sentimentModels.Lease();\n        var model = modelLease.Value;").Replace("namespace", "using MemHygiene.Models;\n\nnamespace"));

    [Theory]
    [InlineData("public class Scores", "public static class Other { public static float Run() => new Scores().Of(\"\"); }")]
    [InlineData("public class Scores", "public class MoreScores : Scores;")]
    public Task ServiceThatOthersMake_SharesALazy(string declaration, string more) => Verify.VerifyAsync(
        Program + Scores(declaration, "", "using var model = SentimentModel.Load(\"sentiment.bin\");") + more + "\n" + Model.Replace("Library/", ""),
        "//// Scores.cs\n" + Scores(declaration, $"    {Field}\n\n", "var model = SharedSentimentModel.Value;").Replace("//// Scores.cs\n", "") + more);

    [Fact]
    public Task InitialiserOfAScopedServicesField_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        Program + Scores("public class Scores", "    private readonly SentimentModel model = SentimentModel.Load(\"sentiment.bin\");\n\n", "") + Model.Replace("Library/", ""));

    private static string Controller(string field, string load) =>
        $$"""
        //// Library/ScoresController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Library;

        public class ScoresController : ControllerBase
        {
        {{field}}    public float Get(string text) => Score(text);

            private static float Score(string text)
            {
                {{load}}
                return model.Predict(text);
            }
        }
        """;

    private static string Scores(string declaration, string field, string load) =>
        $$"""
        //// Scores.cs
        namespace Library;

        {{declaration}}
        {
        {{field}}    public float Of(string text)
            {
                {{load}}
                return model.Predict(text);
            }
        }

        """;
}
