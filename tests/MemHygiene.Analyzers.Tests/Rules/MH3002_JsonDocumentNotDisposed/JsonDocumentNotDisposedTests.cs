using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH3002_JsonDocumentNotDisposed;

namespace MemHygiene.Analyzers.Tests.Rules.MH3002_JsonDocumentNotDisposed;

public sealed class JsonDocumentNotDisposedTests
{
    [Fact]
    public Task Endpoint_DocumentReadAndForgotten_Warns() => VerifyAsync("""
        app.MapPost("/orders", (string json) =>
        {
            var document = [|JsonDocument.Parse(json)|];
            return document.RootElement.GetProperty("id").GetInt32();
        });
        """);

    [Fact]
    public Task Endpoint_DocumentWithUsing_IsSilent() => VerifyAsync("""
        app.MapPost("/orders", (string json) =>
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("id").GetInt32();
        });
        """);

    [Fact]
    public async Task Local_AndTemporary_AreAdvisedDifferently()
    {
        var local = Assert.Single(await Rule<JsonDocumentNotDisposedAnalyzer>.FindAsync(Member("int M(string s) { var d = JsonDocument.Parse(s); return d.RootElement.GetInt32(); }")));
        var temporary = Assert.Single(await Rule<JsonDocumentNotDisposedAnalyzer>.FindAsync(Member("int M(string s) => JsonDocument.Parse(s).RootElement.GetInt32();")));

        Assert.Equal("The JsonDocument is never disposed, so the arrays that it rented are lost to their pool: declare it with using", local.GetMessage());
        Assert.EndsWith(": keep it in a using local, or parse into a JsonElement, which owns what it shows", temporary.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("object M(string s) => [|JsonDocument.Parse(s)|].RootElement.Clone();")]
    [InlineData("object M(string s) { var clone = [|JsonDocument.Parse(s)|].RootElement.Clone(); return clone; }")]
    [InlineData("object M(string s) { var d = [|JsonDocument.Parse(s)|]; return d.RootElement.Clone(); }")]
    [InlineData("object M(string s) { var d = [|JsonDocument.Parse(s)|]; return d.RootElement; }")]
    [InlineData("object? M(string s) { JsonDocument d; try { d = [|JsonDocument.Parse(s)|]; } catch (JsonException) { return null; } return d.RootElement.GetString(); }")]
    [InlineData("async Task<int> M(Stream s) => (await [|JsonDocument.ParseAsync(s)|].ConfigureAwait(false)).RootElement.GetInt32();")]
    [InlineData("int M(Stream s) => [|JsonDocument.ParseAsync(s)|].GetAwaiter().GetResult().RootElement.GetInt32();")]
    [InlineData("int M(Stream s) => [|JsonDocument.ParseAsync(s)|].Result.RootElement.GetInt32();")]
    [InlineData("object M(ref Utf8JsonReader r) { var d = [|JsonDocument.ParseValue(ref r)|]; return d.RootElement.GetRawText(); }")]
    [InlineData("object M(object o) { var d = [|JsonSerializer.SerializeToDocument(o)|]; return d.RootElement.GetRawText(); }")]
    [InlineData("object? M(string s) { var d = [|JsonSerializer.Deserialize<JsonDocument>(s)|]; return d?.RootElement.GetRawText(); }")]
    [InlineData("async Task<object?> M(HttpClient c) { var d = await [|c.GetFromJsonAsync<JsonDocument>(\"/a\")|]; return d!.RootElement.GetRawText(); }")]
    [InlineData("object? M(string s) { var d = [|JsonDocument.Parse(s)|]; return d.Deserialize<int[]>(); }")]
    [InlineData("bool M(string s) { try { [|JsonDocument.Parse(s)|]; return true; } catch (JsonException) { return false; } }")]
    [InlineData("bool M(string s) { try { _ = [|JsonDocument.Parse(s)|]; return true; } catch (JsonException) { return false; } }")]
    [InlineData("void M(string s, Utf8JsonWriter w) { var d = [|JsonDocument.Parse(s)|]; if (d is not null) { d.WriteTo(w); } }")]
    [InlineData("Func<string, int> M() => s => [|JsonDocument.Parse(s)|].RootElement.GetInt32();")]
    public Task Document_ThatNobodyDisposes_Warns(string member) => VerifyMemberAsync(member);

    [Theory]
    [InlineData("object M(string s) { using (var d = JsonDocument.Parse(s)) { return d.RootElement.Clone(); } }")]
    [InlineData("object M(string s) { using (JsonDocument.Parse(s)) { return s; } }")]
    [InlineData("async Task<object> M(Stream s) { using var d = await JsonDocument.ParseAsync(s).ConfigureAwait(false); return d.RootElement.Clone(); }")]
    [InlineData("object M(string s) { var d = JsonDocument.Parse(s); try { return d.RootElement.Clone(); } finally { d.Dispose(); } }")]
    [InlineData("object M(string s) { var d = JsonDocument.Parse(s); using (d) { return d.RootElement.Clone(); } }")]
    [InlineData("object? M(string s) { JsonDocument? d = null; try { d = JsonDocument.Parse(s); return d.RootElement.Clone(); } finally { d?.Dispose(); } }")]
    [InlineData("object? M(string s) { using var d = s.Length > 0 ? JsonDocument.Parse(s) : null; return d?.RootElement.Clone(); }")]
    public Task Document_ThatIsDisposed_IsSilent(string member) => VerifyMemberAsync(member);

    [Theory]
    [InlineData("JsonDocument M(string s) => JsonDocument.Parse(s);")]
    [InlineData("JsonDocument M(string s) { var d = JsonDocument.Parse(s); return d; }")]
    [InlineData("Task<JsonDocument> M(Stream s) => JsonDocument.ParseAsync(s);")]
    [InlineData("JsonDocument M(string s) { try { return JsonDocument.Parse(s); } catch { throw; } }")]
    [InlineData("IEnumerable<JsonDocument> M(string s) { yield return JsonDocument.Parse(s); }")]
    [InlineData("JsonDocument? _d; void M(string s) => _d = JsonDocument.Parse(s);")]
    [InlineData("JsonDocument? _d; void M(string s) { var d = JsonDocument.Parse(s); _d = d; }")]
    [InlineData("JsonDocument _d = JsonDocument.Parse(\"{}\");")]
    [InlineData("JsonDocument D { get; } = JsonDocument.Parse(\"{}\");")]
    [InlineData("class Attempt { public JsonDocument? Paper { get; set; } } object M(string s) => new Attempt { Paper = JsonDocument.Parse(s) };")]
    [InlineData("class Attempt { public JsonDocument? Paper { get; set; } } void M(string s, Attempt a) => a.Paper = JsonDocument.Parse(s);")]
    [InlineData("class Reader(JsonDocument d) { public JsonDocument D => d; } object M(string s) => new Reader(JsonDocument.Parse(s));")]
    [InlineData("class Reader(JsonDocument d) { public JsonDocument D => d; } object M(string s) { var d = JsonDocument.Parse(s); return new Reader(d); }")]
    [InlineData("void M(string s, List<JsonDocument> all) => all.Add(JsonDocument.Parse(s));")]
    [InlineData("void M(string s, HttpResponse response) { var d = JsonDocument.Parse(s); response.RegisterForDispose(d); }")]
    [InlineData("Func<int> M(string s) { var d = JsonDocument.Parse(s); return () => d.RootElement.GetInt32(); }")]
    [InlineData("object M(string s) { var d = JsonDocument.Parse(s); var pair = (d, s); return pair; }")]
    [InlineData("void M(string s, out JsonDocument d) => d = JsonDocument.Parse(s);")]
    [InlineData("object M(string s) { var d = JsonDocument.Parse(s); if (d is { } same) { return same; } return s; }")]
    [InlineData("IResult M(string s) => Results.Ok(JsonDocument.Parse(s));")]
    public Task Document_ThatIsHandedOn_IsSilent(string member) => VerifyMemberAsync(member);

    [Fact]
    public Task Test_IsSilent() => VerifyMemberAsync("[Fact] public void M() { var d = JsonDocument.Parse(\"{}\"); _ = d.RootElement; } class FactAttribute : Attribute;");

    [Fact]
    public Task WithoutAspNetCore_Warns() => Rule<JsonDocumentNotDisposedAnalyzer>.VerifyAsync(
        Member("object M(string s) => [|JsonDocument.Parse(s)|].RootElement.Clone();") with { HasAspNetCore = false });

    private static Task VerifyAsync(string statements) => Rule<JsonDocumentNotDisposedAnalyzer>.VerifyAsync($"""
        using System.Text.Json;
        var app = WebApplication.CreateBuilder(args).Build();
        {statements}
        app.Run();
        """);

    private static Task VerifyMemberAsync(string member) => Rule<JsonDocumentNotDisposedAnalyzer>.VerifyAsync(Member(member));

    private static Project Member(string member) => new() { Sources = [$"using System.Net.Http.Json; using System.Text.Json;\npublic class Reader1 {{ {member} }}"] };
}
