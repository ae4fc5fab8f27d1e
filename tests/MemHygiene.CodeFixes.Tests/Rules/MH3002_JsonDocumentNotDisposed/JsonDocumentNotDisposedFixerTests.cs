using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH3002_JsonDocumentNotDisposed.JsonDocumentNotDisposedAnalyzer,
    MemHygiene.CodeFixes.Rules.MH3002_JsonDocumentNotDisposed.JsonDocumentNotDisposedFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH3002_JsonDocumentNotDisposed;

public sealed class JsonDocumentNotDisposedFixerTests
{
    private static string Program(string body) => $$"""
        using System.Text.Json;

        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();

        public static class Orders
        {
        {{body}}
        }
        """;

    [Fact]
    public Task Local_IsDeclaredWithUsing() => Verify.VerifyAsync(
        Program("""
                public static int Total(string json)
                {
                    // What the shop sent.
                    var document = JsonDocument.Parse(json); // raw
                    var total = 0;
                    foreach (var line in document.RootElement.GetProperty("lines").EnumerateArray())
                    {
                        total += line.GetProperty("price").GetInt32();
                    }

                    return total;
                }
            """),
        Program("""
                public static int Total(string json)
                {
                    // What the shop sent.
                    using var document = JsonDocument.Parse(json); // raw
                    var total = 0;
                    foreach (var line in document.RootElement.GetProperty("lines").EnumerateArray())
                    {
                        total += line.GetProperty("price").GetInt32();
                    }

                    return total;
                }
            """));

    [Fact]
    public Task Local_WhoseElementIsReadByAMethodBeside_IsDeclaredWithUsing() => Verify.VerifyAsync(
        Program("""
                public static async Task<string?> NameAsync(Stream json)
                {
                    JsonDocument document = await JsonDocument.ParseAsync(json).ConfigureAwait(false);
                    return document.RootElement.TryGetProperty("customer", out var customer) ? Name(customer) : null;
                }

                private static string? Name(JsonElement customer) => customer.GetProperty("name").GetString();
            """),
        Program("""
                public static async Task<string?> NameAsync(Stream json)
                {
                    using JsonDocument document = await JsonDocument.ParseAsync(json).ConfigureAwait(false);
                    return document.RootElement.TryGetProperty("customer", out var customer) ? Name(customer) : null;
                }

                private static string? Name(JsonElement customer) => customer.GetProperty("name").GetString();
            """));

    [Fact]
    public Task Local_WhoseClonesLeave_IsDeclaredWithUsing() => Verify.VerifyAsync(
        Program("""
                public static List<JsonElement> Lines(string json)
                {
                    var document = JsonDocument.Parse(json);
                    return [document.RootElement[0].Clone()];
                }

                public static JsonElement First(string json)
                {
                    var document = JsonDocument.Parse(json);
                    return document.RootElement[0].Clone();
                }
            """),
        Program("""
                public static List<JsonElement> Lines(string json)
                {
                    using var document = JsonDocument.Parse(json);
                    return [document.RootElement[0].Clone()];
                }

                public static JsonElement First(string json)
                {
                    using var document = JsonDocument.Parse(json);
                    return document.RootElement[0].Clone();
                }
            """));

    [Fact]
    public Task TemporaryThatIsReadOnTheSpot_GetsAUsingLocal() => Verify.VerifyAsync(
        Program("""
                public static int Count(byte[] json) => JsonDocument.Parse(json).RootElement.GetProperty("count").GetInt32();

                public static async Task<int> SumAsync(Stream json)
                {
                    var document = "order";
                    // All of them.
                    var root = (await JsonDocument.ParseAsync(json)).RootElement;
                    return root.EnumerateArray().Sum(line => line.GetInt32()) + document.Length;
                }
            """),
        Program("""
                public static int Count(byte[] json)
                {
                    using var document = JsonDocument.Parse(json);
                    return document.RootElement.GetProperty("count").GetInt32();
                }

                public static async Task<int> SumAsync(Stream json)
                {
                    var document = "order";
                    // All of them.
                    using var document2 = await JsonDocument.ParseAsync(json);
                    var root = document2.RootElement;
                    return root.EnumerateArray().Sum(line => line.GetInt32()) + document.Length;
                }
            """));

    [Fact]
    public Task TemporaryThatLeaves_BecomesAnElement() => Verify.VerifyAsync(
        Program("""
                public static JsonElement Copy(string json) => JsonDocument.Parse(json).RootElement.Clone();

                public static JsonElement Lenient(string json)
                {
                    var root = System.Text.Json.JsonDocument
                        .Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true /* old shops */ })
                        .RootElement;
                    return root;
                }

                public static int Count(int more, byte[] json) => more + JsonDocument.Parse(json).RootElement.GetProperty("count").GetInt32();

                public static JsonElement Read(ref Utf8JsonReader reader) => JsonDocument.ParseValue(ref reader).RootElement.Clone();

                public static JsonElement Write(object order) => JsonSerializer.SerializeToDocument(order).RootElement;
            """),
        Program("""
                public static JsonElement Copy(string json) => JsonElement.Parse(json);

                public static JsonElement Lenient(string json)
                {
                    var root = System.Text.Json.JsonElement
                        .Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true /* old shops */ });
                    return root;
                }

                public static int Count(int more, byte[] json) => more + JsonElement.Parse(json).GetProperty("count").GetInt32();

                public static JsonElement Read(ref Utf8JsonReader reader) => JsonElement.ParseValue(ref reader);

                public static JsonElement Write(object order) => JsonSerializer.SerializeToElement(order);
            """));

    [Fact]
    public Task TemporaryFromAStream_IsDeserialized() => Verify.VerifyAsync(
        Program("""
                public static async Task<JsonElement> CopyAsync(Stream json, CancellationToken cancellation)
                {
                    var plain = (await JsonDocument.ParseAsync(json)).RootElement.Clone();
                    var count = 1 + (await JsonDocument.ParseAsync(json, cancellationToken: cancellation)).RootElement.GetArrayLength();
                    return count > 0 ? plain : (await JsonDocument.ParseAsync(json, default, cancellation).ConfigureAwait(false)).RootElement;
                }
            """),
        Program("""
                public static async Task<JsonElement> CopyAsync(Stream json, CancellationToken cancellation)
                {
                    var plain = await JsonSerializer.DeserializeAsync<JsonElement>(json);
                    var count = 1 + (await JsonSerializer.DeserializeAsync<JsonElement>(json, cancellationToken: cancellation)).GetArrayLength();
                    return count > 0 ? plain : (await JsonSerializer.DeserializeAsync<JsonElement>(json, cancellationToken: cancellation).ConfigureAwait(false));
                }
            """));

    [Fact]
    public Task TopLevelStatement_IsDeclaredWithUsing() => Verify.VerifyAsync(
        """
        using System.Text.Json;

        var settings = JsonDocument.Parse(File.ReadAllText("settings.json"));
        Console.WriteLine(settings.RootElement.GetProperty("name").GetString());
        """,
        """
        using System.Text.Json;

        using var settings = JsonDocument.Parse(File.ReadAllText("settings.json"));
        Console.WriteLine(settings.RootElement.GetProperty("name").GetString());
        """);

    [Theory]
    [InlineData("return document.RootElement;")]
    [InlineData("var root = document.RootElement; return root.GetProperty(\"a\");")]
    [InlineData("return document.RootElement.EnumerateArray().Select(line => line.GetString());")]
    [InlineData("return document.RootElement.EnumerateArray().ToDictionary(line => line.GetString()!);")]
    [InlineData("return new { Root = document.RootElement };")]
    [InlineData("var kept = new List<JsonElement>(); kept.Add(document.RootElement); return kept;")]
    [InlineData("_last = document.RootElement; return null;")]
    [InlineData("return Keep(document.RootElement);")]
    [InlineData("return (Func<string?>)document.RootElement.GetString;")]
    [InlineData("return Task.FromResult(document.RootElement);")]
    public Task ElementThatLeaves_GetsNoFix(string rest) => Verify.VerifyNotOfferedAsync(Program($$"""
            private static JsonElement _last;
            private static object? Keep(JsonElement element) { _last = element; return null; }

            public static object? Read(string json)
            {
                var document = JsonDocument.Parse(json);
                {{rest}}
            }
        """));

    [Fact]
    public Task ReassignedLocal_GetsNoFix() => Verify.VerifyNotOfferedAsync(Program("""
            public static int Count(string json)
            {
                var document = JsonDocument.Parse(json);
                document = JsonDocument.Parse(document.RootElement.GetProperty("inner").GetString()!);
                return document.RootElement.GetArrayLength();
            }
        """));

    [Fact]
    public Task StreamWithDocumentOptions_GetsNoFix() => Verify.VerifyNotOfferedAsync(Program("""
            public static async Task<int> CountAsync(Stream json, JsonDocumentOptions options) => 1 + (await JsonDocument.ParseAsync(json, options)).RootElement.GetArrayLength();
        """));
}
