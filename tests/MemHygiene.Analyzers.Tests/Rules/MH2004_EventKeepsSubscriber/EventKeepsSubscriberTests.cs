using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH2004_EventKeepsSubscriber;

namespace MemHygiene.Analyzers.Tests.Rules.MH2004_EventKeepsSubscriber;

public sealed class EventKeepsSubscriberTests
{
    private const string Bus = """
        public static class PriceFeed
        {
            public static event EventHandler? Changed;
            public static void Raise() => Changed?.Invoke(null, EventArgs.Empty);
        }
        """;

    [Fact]
    public async Task ScopedService_OnAStaticEvent_Warns()
    {
        var found = await Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddScoped<Quotes>();
            builder.Build().Run();

            public class Quotes
            {
                public Quotes() => [|PriceFeed.Changed += OnChanged|];
                private void OnChanged(object? sender, EventArgs e) { }
            }
            """,
            Bus);

        Assert.Equal(
            "PriceFeed.Changed lives as long as the process and keeps a handler for every request (Quotes constructor), with all that the handler refers to: unsubscribe when done",
            Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task LambdaThatNobodyCanTakeBack_Warns_AlthoughOthersAreTakenBack() => Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/a", () => Streams.Leak());
        app.MapGet("/b", () => Streams.Clean());
        app.Run();
        public static class Streams
        {
            public static int Leak() { var last = 0; [|PriceFeed.Changed += (_, _) => last++|]; return last; }
            public static int Clean() { var last = 0; EventHandler handler = (_, _) => last++; PriceFeed.Changed += handler; PriceFeed.Changed -= handler; return last; }
        }
        """,
        Bus);

    [Fact]
    public Task ScopedService_ThatUnsubscribes_IsSilent() => Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<Quotes>();
        builder.Build().Run();

        public sealed class Quotes : IDisposable
        {
            public Quotes() => PriceFeed.Changed += OnChanged;
            public void Dispose() => PriceFeed.Changed -= OnChanged;
            private void OnChanged(object? sender, EventArgs e) { }
        }
        """,
        Bus);

    [Fact]
    public Task RequestsOfManyKinds_OnStaticEvents_Warn() => Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Components;
        using Microsoft.AspNetCore.Mvc;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", (HttpContext context) => { [|PriceFeed.Changed += (_, _) => context.Abort()|]; });
        app.Run();

        public class PricesController : ControllerBase
        {
            public void Get(int id) => [|AppDomain.CurrentDomain.UnhandledException += (_, _) => Console.WriteLine(id)|];
            public void Post() => [|TaskScheduler.UnobservedTaskException += (_, _) => Console.WriteLine(HttpContext)|];
        }
        public class Ticker : ComponentBase
        {
            protected override void OnInitialized() => [|PriceFeed.Changed += Refresh|];
            private void Refresh(object? sender, EventArgs e) => InvokeAsync(StateHasChanged);
        }
        """,
        Bus);

    [Fact]
    public Task EventOfASingleton_Warns() => Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Feed>();
        builder.Services.AddSingleton<INews, News>();
        builder.Services.AddScoped<Basket>();
        builder.Build().Run();

        public class Feed { public event Action? Changed; public void Raise() => Changed?.Invoke(); }
        public interface INews { event Action? Told; }
        public class News : INews { public event Action? Told; public void Tell() => Told?.Invoke(); }
        public class Basket { public event Action? Changed; public void Raise() => Changed?.Invoke(); }
        public class PricesController(Feed feed, INews news, Basket basket) : ControllerBase
        {
            public void Get()
            {
                [|feed.Changed += Show|];
                [|news.Told += Show|];
                basket.Changed += Show;
            }
            private void Show() { }
        }
        """);

    [Fact]
    public Task DroppedRegistrations_Warn() => Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Options;
        using Microsoft.Extensions.Primitives;
        public class Limits { public int Most { get; set; } }
        public class PricesController(IOptionsMonitor<Limits> limits, IConfiguration configuration, IHostApplicationLifetime lifetime) : ControllerBase
        {
            private int _most;
            public void Options() => [|limits.OnChange(changed => _most = changed.Most)|];
            public void Token() => _ = [|ChangeToken.OnChange(configuration.GetReloadToken, () => _most++)|];
            public void Stopping() { [|lifetime.ApplicationStopping.Register(() => _most++)|]; }
            public void Local()
            {
                var stopping = lifetime.ApplicationStopping;
                [|stopping.Register(() => _most++)|];
            }
        }
        """);

    [Fact]
    public Task KeptRegistrations_AndTokensOfTheRequest_AreSilent() => Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Options;
        public class Limits { public int Most { get; set; } }
        public sealed class PricesController : ControllerBase, IDisposable
        {
            private readonly IDisposable? _registration;
            private int _most;
            public PricesController(IOptionsMonitor<Limits> limits) => _registration = limits.OnChange(changed => _most = changed.Most);
            public void Get([FromServices] IHostApplicationLifetime lifetime, CancellationToken token)
            {
                using var stopping = lifetime.ApplicationStopping.Register(() => _most++);
                token.Register(() => _most++);
                HttpContext.RequestAborted.Register(() => _most++);
            }
            [NonAction]
            public void Dispose() => _registration?.Dispose();
        }
        """);

    [Fact]
    public Task SubscribedOnce_IsSilent() => Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Quotes>();
        var app = builder.Build();
        app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("stopping"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("gone");
        app.Run();

        public class Quotes
        {
            public Quotes() => PriceFeed.Changed += OnChanged;
            private void OnChanged(object? sender, EventArgs e) { }
        }
        public class PricesController : ControllerBase
        {
            private static bool _subscribed;
            private static int _once;
            static PricesController() => PriceFeed.Changed += OnChanged;
            public void Get()
            {
                if (!_subscribed)
                {
                    _subscribed = true;
                    PriceFeed.Changed += OnChanged;
                }

                if (Interlocked.Exchange(ref _once, 1) == 0) { PriceFeed.Changed += OnChanged; }
            }
            private static void OnChanged(object? sender, EventArgs e) { }
        }
        """,
        Bus);

    [Fact]
    public Task EventsOfTheRequestsOwnObjects_AreSilent() => Rule<EventKeepsSubscriberAnalyzer>.VerifyAsync("""
        using System.Diagnostics;
        using Microsoft.AspNetCore.Mvc;
        public class ToolsController : ControllerBase
        {
            private event Action? Done;
            public void Get()
            {
                using var process = new Process();
                process.Exited += (_, _) => Done?.Invoke();
                Done += () => { };
            }
        }
        """);
}
