using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1009_LargeBufferPerRequest;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Tests.Rules.MH1009_LargeBufferPerRequest;

public sealed class LargeBufferPerRequestTests
{
    [Fact]
    public async Task Endpoint_AllocatesAMegabyte_Warns()
    {
        var found = await Verify("""
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPost("/copy", async (HttpContext context) =>
            {
                var buffer = [|new byte[1024 * 1024]|];
                return await context.Request.Body.ReadAsync(buffer);
            });
            app.Run();
            """);

        var finding = Assert.Single(found);
        Assert.Equal("byte[] takes 1,048,600 bytes on the large object heap on every request (MapPost \"/copy\"): rent it from ArrayPool", finding.GetMessage());
        Assert.Equal(DiagnosticSeverity.Warning, finding.Severity);
    }

    [Theory]
    [InlineData("return [|new byte[Size]|];")]
    [InlineData("return [|new byte[ReadOnlySize]|];")]
    [InlineData("var large = 100_000; return [|new byte[large]|];")]
    [InlineData("return [|new int[21_250]|];")]
    [InlineData("return [|new double[100, 110]|];")]
    [InlineData("return [|new string[11_000]|];")]
    [InlineData("return [|new MemoryStream(1 << 20)|];")]
    [InlineData("return [|new MemoryStream(capacity: Size)|];")]
    [InlineData("return [|new System.Text.StringBuilder(50_000)|];")]
    [InlineData("return [|new List<Guid>(6_000)|];")]
    [InlineData("return [|new FileStream(\"a.bin\", FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 131_072)|];")]
    [InlineData("return [|GC.AllocateUninitializedArray<byte>(200_000)|];")]
    public Task LargeBuffer_Warns(string body) => Verify(Controller(body));

    [Theory]
    [InlineData("return new byte[81_920];")]
    [InlineData("return new int[10_000];")]
    [InlineData("return new byte[size];")]
    [InlineData("return new byte[ChangingSize];")]
    [InlineData("var length = 100_000; if (size < length) { length = size; } return new byte[length];")]
    [InlineData("return System.Buffers.ArrayPool<byte>.Shared.Rent(1_000_000);")]
    [InlineData("return new MemoryStream();")]
    [InlineData("return new MemoryStream(new byte[10]);")]
    [InlineData("return new List<int>(500);")]
    [InlineData("return new Point[1_000_000 - 999_999];")]
    [InlineData("return Kept ??= new byte[1_000_000];")]
    [InlineData("return Sum(); static int Sum() { Span<byte> small = stackalloc byte[256]; return small.Length; }")]
    public Task SmallRentedKeptOrUnknownBuffers_AreSilent(string body) => Verify(Controller(body));

    [Theory]
    [InlineData("using var reader = new StreamReader(Request.Body); return await [|reader.ReadToEndAsync()|];", "The body")]
    [InlineData("return [|new StreamReader(Request.Body, System.Text.Encoding.UTF8).ReadToEnd()|];", "The body")]
    [InlineData("var stream = new MemoryStream(); await [|Request.Body.CopyToAsync(stream)|]; return stream.ToArray();", "The body")]
    [InlineData("var stream = new MemoryStream(); await [|file.CopyToAsync(stream)|]; return stream.ToArray();", "The upload")]
    [InlineData("var stream = new MemoryStream(); using var upload = file.OpenReadStream(); [|upload.CopyTo(stream)|]; return stream;", "The upload")]
    [InlineData("return [|new StreamReader(file.OpenReadStream()).ReadToEnd()|];", "The upload")]
    public async Task WholeBody_IsSuggested(string body, string name)
    {
        var finding = Assert.Single(await Verify(Controller(body)));

        Assert.StartsWith(name + " is read into memory as a whole on every request (FilesController.Post", finding.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Info, finding.Severity);
    }

    [Theory]
    [InlineData("return await System.Text.Json.JsonSerializer.DeserializeAsync<object>(Request.Body);")]
    [InlineData("using var target = System.IO.File.Create(\"a.bin\"); await Request.Body.CopyToAsync(target); return target.Length;")]
    [InlineData("using var target = System.IO.File.Create(\"a.bin\"); await file.CopyToAsync(target); return target.Length;")]
    [InlineData("return await new StreamReader(System.IO.File.OpenRead(\"a.txt\")).ReadToEndAsync();")]
    [InlineData("return await new StreamReader(Request.Body).ReadLineAsync();")]
    [InlineData("var copy = new Pooled(); await file.CopyToAsync(copy); return copy.Length;")]
    public Task StreamedBodies_AreSilent(string body) => Verify(Controller(body));

    [Fact]
    public Task BuffersOfTheWholeProcess_AreSilent() => Verify("""
        var buffer = new byte[1024 * 1024];
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => buffer.Length + Shared.Buffer.Length);
        app.Run();
        public static class Shared { public static readonly byte[] Buffer = new byte[1024 * 1024]; }
        public class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken token) { var own = new byte[1024 * 1024]; return Task.FromResult(own.Length); }
        }
        """);

    private static string Controller(string body) => $$"""
        using Microsoft.AspNetCore.Mvc;
        public class FilesController : ControllerBase
        {
            private const int Size = 256 * 1024;
            private static readonly int ReadOnlySize = 1 << 17;
            private static int ChangingSize = 1 << 17;
            private static byte[]? Kept;
            public async Task<object?> Post(int size, IFormFile file) { await Task.Yield(); {{body}} }
            public object? Rest() => (Size, ReadOnlySize, ChangingSize++, Kept);
        }
        public struct Point { public int X; public int Y; }
        public class Pooled : MemoryStream;
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Verify(params string[] sources) =>
        Rule<LargeBufferPerRequestAnalyzer>.VerifyAsync(sources);
}
