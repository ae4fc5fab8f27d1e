using MemHygiene.CodeFixes.Tests.Verification;
using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest.ClientCreatedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>A library has no host to register with, and some classes have nobody who injects: there the class shares a client.</summary>
public sealed class SharedClientTests
{
    private const string Field =
        "private static readonly HttpClient SharedHttpClient = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false });";

    [Theory]
    [InlineData("using var client = new HttpClient(); return await client.GetStringAsync(\"https://a.example/\");", "var client = SharedHttpClient; return await client.GetStringAsync(\"https://a.example/\");")]
    [InlineData("HttpClient client = new(); return await client.GetStringAsync(\"https://a.example/\");", "HttpClient client = SharedHttpClient; return await client.GetStringAsync(\"https://a.example/\");")]
    [InlineData("return await new HttpClient().GetStringAsync(\"https://a.example/\");", "return await SharedHttpClient.GetStringAsync(\"https://a.example/\");")]
    [InlineData(
        "var client = new HttpClient(); var text = await client.GetStringAsync(\"https://a.example/\"); client.Dispose(); return text;",
        "var client = SharedHttpClient; var text = await client.GetStringAsync(\"https://a.example/\"); return text;")]
    [InlineData(
        "using (var client = new HttpClient()) { return await client.GetStringAsync(\"https://a.example/\"); }",
        "{\n            var client = SharedHttpClient; return await client.GetStringAsync(\"https://a.example/\"); }")]
    public Task ClientThatOnlySendsRequests_IsShared(string before, string after) => Verify.VerifyAsync(Controller("", before), Controller($"    {Field}\n\n", after));

    [Theory]
    [InlineData("var client = new HttpClient(); client.Timeout = TimeSpan.FromSeconds(1); return await client.GetStringAsync(\"https://a.example/\");")]
    [InlineData("var client = new HttpClient(); client.DefaultRequestHeaders.Add(\"a\", User.Identity!.Name); return await client.GetStringAsync(\"https://a.example/\");")]
    [InlineData("var client = new HttpClient(); Prepare(client); return await client.GetStringAsync(\"https://a.example/\");")]
    [InlineData("var client = new HttpClient(); client.CancelPendingRequests(); return await client.GetStringAsync(\"https://a.example/\");")]
    [InlineData("var client = new HttpClient { BaseAddress = new Uri(Request.Host.Value!) }; return await client.GetStringAsync(\"/\");")]
    [InlineData("var client = new HttpClient(new HttpClientHandler { UseDefaultCredentials = true }); return await client.GetStringAsync(\"https://a.example/\");")]
    [InlineData("var client = new HttpClient(new HttpClientHandler { CookieContainer = new() }); return await client.GetStringAsync(\"https://a.example/\");")]
    [InlineData("var client = new HttpClient(); try { return await client.GetStringAsync(\"https://a.example/\"); } finally { client.Dispose(); }")]
    [InlineData("HttpClient client; client = new HttpClient(); return await client.GetStringAsync(\"https://a.example/\");")]
    public Task ClientWithMoreToIt_IsLeftAlone(string body) => Verify.VerifyNotOfferedAsync(Controller("", body));

    [Fact]
    public Task FixedSettings_MoveToTheField() => Verify.VerifyAsync(
        Controller("", "using var client = new HttpClient(new HttpClientHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) }; return await client.GetStringAsync(\"https://a.example/\");"),
        Controller(
            "    private static readonly HttpClient SharedHttpClient = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(5) };\n\n",
            "var client = SharedHttpClient; return await client.GetStringAsync(\"https://a.example/\");"));

    [Fact]
    public Task StaticMethodBelowTheEndpoint_SharesAClient_AlthoughThereIsAHost() => Verify.VerifyAsync(
        """
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/rates", () => Rates.ReadAsync());
        app.Run();

        //// Rates.cs
        namespace Shop;

        public static class Rates
        {
            public static Task<string> ReadAsync() => LoadAsync("today");

            private static async Task<string> LoadAsync(string day)
            {
                return await OpenAsync();

                async Task<string> OpenAsync()
                {
                    using var client = new HttpClient();
                    return await client.GetStringAsync("https://rates.example/" + day);
                }
            }
        }
        """,
        $$"""
        //// Rates.cs
        namespace Shop;

        public static class Rates
        {
            {{Field}}

            public static Task<string> ReadAsync() => LoadAsync("today");

            private static async Task<string> LoadAsync(string day)
            {
                return await OpenAsync();

                async Task<string> OpenAsync()
                {
                    var client = SharedHttpClient;
                    return await client.GetStringAsync("https://rates.example/" + day);
                }
            }
        }
        """);

    [Fact]
    public Task ServiceBelowTheEndpoint_GetsThePoolThroughItsConstructor() => Verify.VerifyAsync(
        """
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<Rates>();
        var app = builder.Build();
        app.MapGet("/rates", (Rates rates) => rates.ReadAsync());
        app.Run();

        //// Rates.cs
        namespace Shop;

        public class Rates
        {
            public Task<string> ReadAsync() => LoadAsync();

            private async Task<string> LoadAsync()
            {
                using var client = new HttpClient();
                return await client.GetStringAsync("https://rates.example/today");
            }
        }
        """,
        """
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddMemHygiene().AddHandlerPool();
        builder.Services.AddScoped<Rates>();
        var app = builder.Build();
        app.MapGet("/rates", (Rates rates) => rates.ReadAsync());
        app.Run();

        //// Rates.cs
        using MemHygiene.Http;

        namespace Shop;

        public class Rates
        {
            private readonly HandlerPool _handlers;

            public Rates(HandlerPool handlers)
            {
                _handlers = handlers;
            }

            public Task<string> ReadAsync() => LoadAsync();

            private async Task<string> LoadAsync()
            {
                using var client = _handlers.CreateClient();
                return await client.GetStringAsync("https://rates.example/today");
            }
        }
        """);

    [Theory]
    [InlineData("new Rates().ReadAsync()", "", "code that constructs it")]
    [InlineData("Make<Rates>().ReadAsync()", "", "generic code that constructs it")]
    [InlineData("new SpecialRates().ReadAsync()", "public class SpecialRates : Rates;", "a class that derives from it")]
    public Task ClassThatOthersMake_SharesAClient_AndKeepsItsConstructor(string call, string more, string reason)
    {
        Assert.NotEmpty(reason);
        var program = $$"""
            using Shop;

            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/rates", () => {{call}});
            app.Run();

            static T Make<T>() where T : new() => new();

            {{more}}

            //// Rates.cs
            namespace Shop;

            public partial class Rates
            {
            """;
        const string Rest = """

                public async Task<string> ReadAsync() => await new HttpClient().GetStringAsync("https://rates.example/today");
            }

            //// RatesMore.cs
            namespace Shop;

            public partial class Rates
            {
                public static int SharedHttpClient;
            }
            """;

        return Verify.VerifyAsync(
            program + Rest,
            program + "\n    " + Field.Replace(" SharedHttpClient", " SharedHttpClient2") + "\n" + Rest.Replace("new HttpClient()", "SharedHttpClient2"));
    }

    [Fact]
    public Task InitialiserOfAScopedServicesField_IsLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        using Shop;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<Rates>();
        var app = builder.Build();
        app.MapGet("/rates", (Rates rates) => rates.ReadAsync());
        app.Run();

        //// Rates.cs
        namespace Shop;

        public class Rates
        {
            private readonly HttpClient _client = new HttpClient();

            public Task<string> ReadAsync() => _client.GetStringAsync("https://rates.example/today");
        }
        """);

    [Fact]
    public Task TwoMethodsOfALibrary_ShareOneField_AndASecondRunFindsNothing() => Verify.VerifyAsync(
        Library("", "using var client = new HttpClient();", "new HttpClient()"),
        Library($"    {Field}\n\n", "var client = SharedHttpClient;", "SharedHttpClient"));

    [Fact]
    public Task Component_SharesAClient_BecauseNobodyInjectsIntoItsConstructor() => Verify.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.Run();

        //// RatesPage.cs
        using Microsoft.AspNetCore.Components;

        namespace Shop;

        public class RatesPage : ComponentBase
        {
            private Func<Task<string>>? _read;

            protected override async Task OnInitializedAsync()
            {
                _read = async () =>
                {
                    using var client = new HttpClient();
                    return await client.GetStringAsync("https://rates.example/today");
                };
                await _read();
            }
        }
        """,
        $$"""
        //// RatesPage.cs
        using Microsoft.AspNetCore.Components;

        namespace Shop;

        public class RatesPage : ComponentBase
        {
            private Func<Task<string>>? _read;
            {{Field}}

            protected override async Task OnInitializedAsync()
            {
                _read = async () =>
                {
                    var client = SharedHttpClient;
                    return await client.GetStringAsync("https://rates.example/today");
                };
                await _read();
            }
        }
        """);

    [Fact]
    public async Task FixAll_OfWhatCanAndCannotBeFixed_IsStable()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var original = CodeUnderTest.Create(
            Controller("", "using var first = new HttpClient(); var second = new HttpClient(); Prepare(second); return await first.GetStringAsync(\"https://a.example/\") + second;"),
            withMemHygiene: true);

        var once = await Verify.FixAllAsync(original, cancellation);
        var twice = await Verify.FixAllAsync(once, cancellation);

        Assert.Single(await Verify.FindAllAsync(once, cancellation));
        Assert.Equal(await CodeUnderTest.TextsAsync(once, cancellation), await CodeUnderTest.TextsAsync(twice, cancellation));
    }

    private static string Controller(string field, string body) =>
        $$"""
        //// Library/RatesController.cs
        using Microsoft.AspNetCore.Mvc;

        namespace Library;

        public class RatesController : ControllerBase
        {
        {{field}}    [HttpGet]
            public async Task<string> Get()
            {
                {{body}}
            }

            private static void Prepare(HttpClient client) => client.MaxResponseContentBufferSize = 10;
        }
        """;

    private static string Library(string field, string first, string second) =>
        $$"""
        //// Library/Mailer.cs
        namespace Library;

        public interface IMailer
        {
            Task<string> AskAsync();
        }

        public class Mailer(IHttpContextAccessor accessor) : IMailer
        {
        {{field}}    public async Task<string> AskAsync()
            {
                {{first}}
                return await client.GetStringAsync("https://a.example/" + accessor);
            }

            public async Task<string> AskTwiceAsync() => await AskAsync() + await {{second}}.GetStringAsync("https://b.example/");
        }

        public class MailerController(IMailer mailer) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public Task<string> Get() => mailer.AskAsync();

            public Task<string> GetTwice() => ((Mailer)mailer).AskTwiceAsync();
        }
        """;
}
