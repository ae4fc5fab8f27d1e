using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Sinks of libraries, whose callers are in other projects.</summary>
public sealed class ServiceShapeTests
{
    [Fact]
    public async Task ServiceOfALibrary_IsASuggestion()
    {
        var found = await Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(Library("""
            public class Mailer(ISettings settings) : IMailer { public void Send(string to) => Deliver(to + settings); private static void Deliver(string to) => [|new HttpClient()|].Dispose(); }
            """));

        var finding = Assert.Single(found);
        Assert.Equal(DiagnosticSeverity.Info, finding.Severity);
        Assert.Contains("each time this runs (Mailer.Send → Mailer.Deliver → new HttpClient())", finding.GetMessage(null));
    }

    [Theory]
    [InlineData("public class Mailer : IMailer { public void Send(string to) => new HttpClient().Dispose(); }")]
    [InlineData("public class Mailer(ISettings settings) : IMailer { public void Send(string to) { } public object Unasked() => new HttpClient() + \"\" + settings; }")]
    [InlineData("public static class Mail { public static void Send(string to) => new HttpClient().Dispose(); }")]
    [InlineData("public class MailerPool(ISettings settings) : IMailer { public void Send(string to) => Make(); object Make() => new HttpClient() + \"\" + settings; }")]
    [InlineData("public class Mailer(IHttpClientFactory clients) : IMailer { public void Send(string to) { clients.CreateClient(); new HttpClient().Dispose(); } }")]
    [InlineData("public class Mailer(ISettings settings) : IDisposable { public void Dispose() => new HttpClient { BaseAddress = new Uri(settings + \"\") }.Dispose(); }")]
    [InlineData("public class Mailer(ISettings settings) : IMailer { private readonly HttpClient _client = new HttpClient(); public void Send(string to) => _client.GetAsync(to + settings); }")]
    public Task WithoutTheShape_IsSilent(string type) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(Library(type));

    [Fact]
    public Task RegisteredService_NeedsNoInjection() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(Library("""
        public static class Registration { public static void AddMail(this Microsoft.Extensions.DependencyInjection.IServiceCollection services) => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddScoped<IMailer, Mailer>(services); }
        public class Mailer : IMailer { public void Send(string to) => [|new HttpClient()|].Dispose(); }
        """));

    [Fact]
    public Task InAnApp_EveryCallerIsVisible() => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync("""
        WebApplication.CreateBuilder(args).Build().Run();
        public interface IMailer { void Send(string to); }
        public class Mailer(IConfiguration settings) : IMailer { public void Send(string to) => new HttpClient { BaseAddress = new Uri(settings["to"]!) }.Dispose(); }
        """);

    private static string Library(string type) => "public interface IMailer { void Send(string to); } public interface ISettings; " + type;
}
