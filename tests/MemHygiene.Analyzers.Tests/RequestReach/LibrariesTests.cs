using System.Collections.Immutable;
using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.RequestReach.Libraries;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using MemHygiene.Rules.MH1004_FileParsedPerRequest;
using MemHygiene.Rules.MH1005_ProcessStartedPerRequest;
using MemHygiene.Rules.MH1006_CodeGeneratedPerRequest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Sinks of other projects: what a library says of itself, and where the web project reports it.</summary>
public sealed class LibrariesTests
{
    private const string Mail = """
        namespace Contoso.Mail;
        public interface IMailer { void Send(string to); }
        public class Mailer : IMailer
        {
            public void Send(string to) => Open().Dispose();
            public void Keep(string to) => Shared.CancelPendingRequests();
            private static readonly HttpClient Shared = new();
            private static HttpClient Open() => new HttpClient();
        }
        public class Session { private readonly HttpClient _client = new(); public object Client => _client; }
        internal static class Hidden { public static object Open() => new HttpClient(); }
        """;

    private const string Web = """
        using Contoso.Mail;
        using Microsoft.AspNetCore.Mvc;
        public class OrdersController(Mailer mailer) : ControllerBase
        {
            public void Get() { mailer.Keep("a"); [|mailer.Send("a")|]; }
            public void Again() => mailer.Send("b");
        }
        public class StartUp { public void Run(Mailer mailer) => mailer.Send("once"); }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallOfALibrary_IsReportedOnce_WithTheLibrarysPartOfTheWay(bool isBuilt)
    {
        var found = await Verify(isBuilt, Mail, Web);

        Assert.Equal(
            "HttpClient is created on every request (OrdersController.Get → Mailer.Send → Mailer.Open → new HttpClient()): change it in Contoso.Mail",
            Assert.Single(found).GetMessage(null));
    }

    [Theory]
    [InlineData("public class A : ControllerBase { public object Get() => [|new Session()|]; }")]
    [InlineData("public class A(IMailer mailer) : ControllerBase { public void Get() => [|mailer.Send(\"a\")|]; }")]
    [InlineData("public static class R { public static void Register(IServiceCollection services) => [|services.AddScoped<Session>()|]; }")]
    [InlineData("public static class R { public static void Register(IServiceCollection services) => services.AddScoped<IMailer, Mailer>(); } public class A(IMailer mailer) : ControllerBase { public void Get() => [|mailer.Send(\"a\")|]; }")]
    [InlineData("public class Other : IMailer { public void Send(string to) { } } public static class R { public static void Register(IServiceCollection services) => services.AddScoped<IMailer, Other>(); } public class A(IMailer mailer) : ControllerBase { public void Get() => mailer.Send(\"a\"); }")]
    [InlineData("public static class R { public static void Register(IServiceCollection services) => services.AddSingleton<Session>(); }")]
    [InlineData("public class A : ControllerBase { private static Session? _kept; public object Get() => _kept ??= new Session(); }")]
    public Task CreationsInterfacesAndRegistrations_OfALibrary(string web) =>
        Verify(isBuilt: true, Mail, "using Contoso.Mail; using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection; " + web);

    [Fact]
    public void Summary_NamesVisibleMembersOnly()
    {
        var metadata = Metadata(Library(Mail), enabled: true);

        Assert.Equal(
            [
                "MH1003|M:Contoso.Mail.IMailer.Send(System.String)|T:Contoso.Mail.Mailer|HttpClient|Mailer.Send → Mailer.Open → new HttpClient()",
                "MH1003|M:Contoso.Mail.Mailer.Send(System.String)||HttpClient|Mailer.Send → Mailer.Open → new HttpClient()",
                "MH1003|M:Contoso.Mail.Session.#ctor||HttpClient|new Session() → new HttpClient()",
            ],
            metadata.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Summary_CanBeTurnedOff() => Assert.Empty(Metadata(Library(Mail), enabled: false));

    [Fact]
    public void Summary_OfAProgramOrAnInnocentLibrary_IsEmpty()
    {
        Assert.Empty(Metadata(Library("public class A { public object Get() => 1; }"), enabled: true));
        Assert.Empty(Metadata(Library("using System.Net.Http; new HttpClient().Dispose(); public class A { public object Get() => new HttpClient(); }"), enabled: true));
    }

    [Fact]
    public Task LibraryBehindALibrary_IsPassedOn()
    {
        var middle = Library("namespace Contoso.Shop; public class Orders { public void Place() => new Contoso.Mail.Mailer().Send(\"a\"); }") with { Name = "Contoso.Shop", References = [Reference(true, Library(Mail))] };

        return Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(new Project
        {
            Sources = ["public class A(Contoso.Shop.Orders orders) : Microsoft.AspNetCore.Mvc.ControllerBase { public void Get() => [|orders.Place()|]; }"],
            References = [Reference(true, middle), Reference(true, Library(Mail))],
        });
    }

    [Theory]
    [InlineData("public static object Read() => JsonSerializer.Deserialize<List<string>>(File.ReadAllText(\"a.json\"))!;", "The whole file is read and parsed into List each time this runs (A.Get → Work.Read → File.ReadAllText()): change it in Contoso.Mail")]
    [InlineData("public static object Read() => JsonSerializer.Deserialize<List<string>>(File.ReadAllText(\"a.json\"))!; public static object Kept => _kept ??= Read(); static object? _kept;", "The whole file is read and parsed into List each time this runs (A.Get → Work.Read → File.ReadAllText()): change it in Contoso.Mail")]
    public async Task FileThatALibraryParses(string members, string message) => Assert.Equal(message, await Message<FileParsedPerRequestAnalyzer>(members));

    [Fact]
    public async Task ProcessThatALibraryStarts() => Assert.Equal(
        "Process.Start starts a process each time this runs (A.Get → Work.Read → Process.Start()): change it in Contoso.Mail",
        await Message<ProcessStartedPerRequestAnalyzer>("public static object Read() => System.Diagnostics.Process.Start(\"df\");"));

    [Fact]
    public async Task CodeThatALibraryGenerates() => Assert.Equal(
        "Regex makes new code each time this runs (A.Get → Work.Read → new Regex()): change it in Contoso.Mail",
        await Message<CodeGeneratedPerRequestAnalyzer>("public static object Read() => new System.Text.RegularExpressions.Regex(\"a+\", System.Text.RegularExpressions.RegexOptions.Compiled);"));

    [Theory]
    [InlineData("public static object Read(string path) => JsonSerializer.Deserialize<List<string>>(File.ReadAllText(path))!; public static object Read() => 1;")]
    [InlineData("public static object Read() => new System.Text.RegularExpressions.Regex(\"a+\");")]
    [InlineData("static readonly SemaphoreSlim Gate = new(1); public static object Read() { Gate.Wait(); try { return System.Diagnostics.Process.Start(\"df\"); } finally { Gate.Release(); } }")]
    public void WorkThatIsHarmlessInALibrary_IsNotPassedOn(string members) => Assert.Empty(Metadata(Library(Work(members)), enabled: true));

    private static async Task<string> Message<TAnalyzer>(string members)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new() =>
        Assert.Single(await Rule<TAnalyzer>.VerifyAsync(new Project
        {
            Sources = ["public class A : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get() => [|Contoso.Mail.Work.Read()|]; }"],
            References = [Reference(true, Library(Work(members)))],
        })).GetMessage(null);

    private static string Work(string members) => $"namespace Contoso.Mail; using System.Text.Json; public static class Work {{ {members} }}";

    private static Task<ImmutableArray<Diagnostic>> Verify(bool isBuilt, string library, string web) =>
        Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(new Project { Sources = [web], References = [Reference(isBuilt, Library(library))] });

    private static Project Library(string source) => new() { Name = "Contoso.Mail", Sources = [source] };

    private static MetadataReference Reference(bool isBuilt, Project library)
    {
        if (!isBuilt)
        {
            return library.Compile().ToMetadataReference();
        }

        var assembly = new MemoryStream();
        Assert.True(Generate(library, enabled: true).Emit(assembly, options: new Microsoft.CodeAnalysis.Emit.EmitOptions(metadataOnly: true), cancellationToken: TestContext.Current.CancellationToken).Success);
        assembly.Position = 0;
        return MetadataReference.CreateFromStream(assembly);
    }

    private static IEnumerable<string> Metadata(Project library, bool enabled) => Generate(library, enabled).Assembly.GetAttributes()
        .Where(attribute => attribute.AttributeClass?.Name == "AssemblyMetadataAttribute" && attribute.ConstructorArguments[0].Value is "MemHygiene.Sink")
        .Select(attribute => (string)attribute.ConstructorArguments[1].Value!);

    private static Compilation Generate(Project library, bool enabled)
    {
        var options = new Config("/src/Source0.cs", ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty.Add("build_property.MemHygieneSummaries", enabled ? "" : "false"));
        CSharpGeneratorDriver.Create([new LibrarySummaryGenerator().AsSourceGenerator()], optionsProvider: options)
            .RunGeneratorsAndUpdateCompilation(library.Compile(), out var compilation, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        return compilation;
    }
}
