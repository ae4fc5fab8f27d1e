using MemHygiene.CodeFixes.Tests.Verification;
using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rewriting;

public sealed class LayoutTests
{
    private const string Source = """
        // Copyright: Shop.

        // The program.
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddSessions();
        var app = builder.Build();
        app.Run();

        //// OrdersController.cs
        namespace Shop
        {
            using Microsoft.AspNetCore.Mvc;

            public class OrdersController : ControllerBase
            {
                public async Task<string> Get()
                {
                    using var client = new HttpClient();
                    return await client.GetStringAsync("https://example.com/orders");
                }
            }
        }
        """;

    private const string Fixed = """
        // Copyright: Shop.

        // The program.
        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene()
            .AddHandlerPool()
            .AddSessions();
        var app = builder.Build();
        app.Run();

        //// OrdersController.cs
        namespace Shop
        {
            using MemHygiene.Http;
            using Microsoft.AspNetCore.Mvc;

            public class OrdersController : ControllerBase
            {
                private readonly HandlerPool _handlers;

                public OrdersController(HandlerPool handlers)
                {
                    _handlers = handlers;
                }

                public async Task<string> Get()
                {
                    using var client = _handlers.CreateClient();
                    return await client.GetStringAsync("https://example.com/orders");
                }
            }
        }
        """;

    [Fact]
    public Task FourSpaces_GiveFourSpaces() => Verify.VerifyAsync(Source, Fixed);

    [Fact]
    public Task Tabs_GiveTabs() => Verify.VerifyAsync(
        Source.Replace("    ", "\t"),
        Fixed.Replace("    .", "SPACES.").Replace("    ", "\t").Replace("SPACES.", "    ."));

    [Fact]
    public async Task WindowsLineEnds_StayWindowsLineEnds()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var original = CodeUnderTest.Create(Source, withMemHygiene: true);
        foreach (var document in original.Projects.Single().Documents.ToList())
        {
            var text = (await document.GetTextAsync(cancellation)).ToString().ReplaceLineEndings("\r\n");
            original = original.WithDocumentText(document.Id, Microsoft.CodeAnalysis.Text.SourceText.From(text));
        }

        var changed = await Verify.FixAllAsync(original, cancellation);

        var texts = await CodeUnderTest.TextsAsync(changed, cancellation);
        Assert.All(texts.Values, text => Assert.Equal(text.ReplaceLineEndings("\r\n"), text));
        Assert.Contains("_handlers.CreateClient()", texts["OrdersController.cs"]);
    }
}
