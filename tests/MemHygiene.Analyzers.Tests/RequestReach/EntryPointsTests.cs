using System.Collections.Immutable;
using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Handlers that libraries call, background work that repeats, components, and what a project names itself.</summary>
public sealed class EntryPointsTests
{
    [Theory]
    [InlineData("interface IRequestHandler<TRequest, TResponse> { Task<TResponse> Handle(TRequest request, CancellationToken token); }", "IRequestHandler<int, object>", "public async Task<object> Handle(int request, CancellationToken token) => SINK;")]
    [InlineData("interface INotificationHandler<T> { Task Handle(T notification); }", "INotificationHandler<int>", "public Task Handle(int notification) => Task.FromResult(SINK);")]
    [InlineData("interface IConsumer<T> { Task Consume(T context); }", "IConsumer<string>", "public Task Consume(string context) => Task.FromResult(SINK);")]
    [InlineData("interface IHandleMessages<T> { Task Handle(T message); }", "IHandleMessages<string>", "public Task Handle(string message) => Task.FromResult(SINK);")]
    [InlineData("interface IJob { Task Execute(object context); }", "IJob", "public Task Execute(object context) => Task.FromResult(SINK);")]
    [InlineData("interface ICommandHandler<T> { Task HandleAsync(T command); }", "ICommandHandler<string>", "Task ICommandHandler<string>.HandleAsync(string command) => Task.FromResult(SINK);")]
    [InlineData("class FunctionAttribute(string name) : Attribute { public string Name => name; }", "object", "[Function(\"quote\")] public static object Run(string request) => SINK;")]
    [InlineData("class RequestEntryPointAttribute : Attribute;", "object", "[RequestEntryPoint] public object Run(string request) => SINK;")]
    public Task HandlerOfADispatcher_IsAnEntryPoint(string declaration, string baseType, string method) =>
        Verify("using System.Threading; " + declaration + " class Handler : " + baseType + " { " + method.Replace("SINK", "[|new HttpClient()|]") + " }");

    [Fact]
    public Task FastEndpoint_IsAnEntryPoint() => Verify("""
        using System.Threading;
        namespace FastEndpoints { public abstract class Endpoint<TRequest> { public virtual Task HandleAsync(TRequest request, CancellationToken token) => Task.CompletedTask; } }
        public class Quote : FastEndpoints.Endpoint<int> { public override Task HandleAsync(int request, CancellationToken token) => Task.FromResult([|new HttpClient()|]); }
        """);

    [Fact]
    public Task SameNameElsewhere_IsNoHandler() => Verify("""
        public interface IJob { Task Execute(object context); int Priority(); }
        public class Nightly : IJob { public Task Execute(object context) => Task.CompletedTask; public int Priority() => new HttpClient().GetHashCode(); }
        public class Other { public Task Execute(object context) => Task.FromResult(new HttpClient()); }
        """);

    [Fact]
    public Task BackgroundService_CountsPerTurnOfItsLoop() => Verify("""
        using Microsoft.Extensions.Hosting;
        using System.Threading;
        public class Poller : BackgroundService
        {
            private HttpClient? _kept;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var once = new HttpClient();
                using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
                while (await timer.WaitForNextTickAsync(stoppingToken))
                {
                    _kept ??= new HttpClient();
                    await PollAsync();
                }
            }
            private static Task PollAsync() => [|new HttpClient()|].GetAsync("https://rates.example");
        }
        """);

    [Fact]
    public Task HostedServiceStart_RunsOnce() => Verify("""
        using Microsoft.Extensions.Hosting;
        using System.Threading;
        public class Warmup : IHostedService
        {
            public Task StartAsync(CancellationToken token) => new HttpClient().GetAsync("https://rates.example", token);
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task TimerCallbacks_Repeat() => Verify("""
        using System.Threading;
        public class Ticker
        {
            private readonly Timer _timer = new(_ => [|new HttpClient()|].Dispose());
            private readonly Timer _named;
            private readonly System.Timers.Timer _other = new();
            public Ticker() { _named = new Timer(Tick); _other.Elapsed += (sender, args) => [|new HttpClient()|].Dispose(); }
            private void Tick(object? state) => [|new HttpClient()|].Dispose();
        }
        """);

    [Fact]
    public Task Component_RunsItsLifecycleForEachVisitor() => Verify("""
        using Microsoft.AspNetCore.Components;
        public class Rates : ComponentBase
        {
            private readonly HttpClient _own = [|new HttpClient()|];
            protected override async Task OnInitializedAsync() => await LoadAsync();
            private static Task LoadAsync() => Task.FromResult([|new HttpClient()|]);
        }
        """);

    [Fact]
    public Task SecurityEvents_RunPerSignIn() => Verify("""
        using Microsoft.AspNetCore.Authentication.Cookies;
        public static class Setup
        {
            public static void Configure(CookieAuthenticationOptions options) =>
                options.Events.OnValidatePrincipal = context => Task.FromResult([|new HttpClient()|]);
        }
        """);

    [Theory]
    [InlineData("Contoso.ILedger", "public object Book() => [|new HttpClient()|]; object Other() => new HttpClient();")]
    [InlineData("Contoso.Ledger::Other", "public object Book() => new HttpClient(); object Other() => [|new HttpClient()|];")]
    [InlineData("Contoso.Somebody, Contoso.Ledger", "public object Book() => [|new HttpClient()|]; object Other() => new HttpClient();")]
    public Task ConfiguredEntryPoint_Counts(string option, string members) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(new Project
    {
        Sources = ["namespace Contoso { public interface ILedger { object Book(); } public class Ledger : ILedger { " + members + " } }"],
        Options = Project.Option("memhygiene.entry_points", option),
    });

    [Theory]
    [InlineData("memhygiene.caching_methods", "Contoso.Memo::Keep", "")]
    [InlineData("other", "", "[CachesResult]")]
    public Task CachingMethod_EndsThePath(string key, string value, string attribute) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(new Project
    {
        Sources =
        [
            $$"""
            using Microsoft.AspNetCore.Mvc;
            namespace Contoso
            {
                public class CachesResultAttribute : Attribute;
                public class Memo { {{attribute}} public T Keep<T>(Func<T> make) => make(); }
                public class A(Memo memo) : ControllerBase { public object Get() => memo.Keep(() => new HttpClient()); }
            }
            """,
        ],
        Options = Project.Option(key, value),
    });

    private static Task<ImmutableArray<Diagnostic>> Verify(string source) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(source);
}
