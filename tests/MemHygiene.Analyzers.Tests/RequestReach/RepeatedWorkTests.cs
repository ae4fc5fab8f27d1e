using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Loops of hosted services wherever they stand, and messages that libraries hand to delegates.</summary>
public sealed class RepeatedWorkTests
{
    private const string Messages = """
        namespace RabbitMQ.Client.Events { public class EventingBasicConsumer { public event EventHandler<string>? Received; public void Raise() => Received?.Invoke(this, ""); } }
        namespace StackExchange.Redis { public interface ISubscriber { void Subscribe(string channel, Action<string, string> handler); } }
        """;

    [Theory]
    [InlineData("protected override Task ExecuteAsync(CancellationToken token) => LoopAsync(token); async Task LoopAsync(CancellationToken token) { while (!token.IsCancellationRequested) { using var client = [|new HttpClient()|]; await Task.Delay(60000, token); } }")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken token) => LoopAsync(token); async Task LoopAsync(CancellationToken token) { using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1)); while (await timer.WaitForNextTickAsync(token)) { await TickAsync(); } } static Task TickAsync() => [|new HttpClient()|].GetAsync(\"/\");")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken token) { while (!token.IsCancellationRequested) { if (Settings[\"a\"] == \"1\") { Update(); } await Task.Delay(60000, token); } } static void Update() => [|new HttpClient()|].Dispose(); static IConfiguration Settings = null!;")]
    public Task LoopOfAHostedService_Repeats(string members) => Verify($"public class Job : BackgroundService {{ {members} }}");

    [Theory]
    [InlineData("protected override Task ExecuteAsync(CancellationToken token) => ConnectAsync(); async Task ConnectAsync() { while (true) { try { using var client = new HttpClient(); await client.GetAsync(\"/\"); return; } catch { await Task.Delay(1000); } } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken token) { foreach (var site in new[] { \"a\", \"b\" }) { using var client = new HttpClient(); await client.GetAsync(site); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken token) { for (var i = 0; i < 3; i++) { using var client = new HttpClient(); await client.GetAsync(\"/\"); } }")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken token) => OnceAsync(); async Task OnceAsync() { for (var i = 0; i < 3; i++) { using var client = new HttpClient(); await client.GetAsync(\"/\"); } }")]
    public Task LoopThatEnds_IsSilent(string members) => Verify($"public class Job : BackgroundService {{ {members} }}");

    [Theory]
    [InlineData("public void Begin(RabbitMQ.Client.Events.EventingBasicConsumer consumer) => consumer.Received += (_, text) => Send(text); static void Send(string text) { using var client = [|new HttpClient()|]; }")]
    [InlineData("public void Begin(RabbitMQ.Client.Events.EventingBasicConsumer consumer) => consumer.Received += OnReceived; static void OnReceived(object? sender, string text) { using var client = [|new HttpClient()|]; }")]
    [InlineData("public void Begin(StackExchange.Redis.ISubscriber subscriber) => subscriber.Subscribe(\"a\", (_, text) => { using var client = [|new HttpClient()|]; });")]
    public Task HandlerOfMessages_Warns(string members) => Verify($"public class Listener {{ {members} }}", Messages);

    [Fact]
    public Task EventThatRequestsRaise_RunsItsHandlers() => Verify("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.Services.GetRequiredService<Orders>().Placed += Mailer.OnPlaced;
        app.Services.GetRequiredService<Orders>().Closed += (_, _) => new HttpClient().Dispose();
        app.MapPost("/orders", (Orders orders) => orders.Place());
        app.Run();
        public class Orders
        {
            public event EventHandler<string>? Placed;
            public event EventHandler<string>? Closed;
            public void Place() => Placed?.Invoke(this, "");
            public void Close() => Closed?.Invoke(this, "");
        }
        public static class Mailer { public static void OnPlaced(object? sender, string order) => [|new HttpClient()|].Dispose(); }
        """);

    [Theory]
    [InlineData("static readonly Dictionary<string, Func<object>> All = new() { [\"a\"] = () => [|new HttpClient()|], [\"b\"] = Open }; static object Open() => [|new HttpClient()|];")]
    [InlineData("static readonly List<Func<object>> All = new() { () => [|new HttpClient()|], Open }; static object Open() => [|new HttpClient()|];")]
    [InlineData("static readonly Dictionary<string, Func<object>> All; static A() { All = new() { [\"a\"] = () => [|new HttpClient()|] }; }")]
    [InlineData("readonly Dictionary<string, Func<object>> _all; public A() { _all = new() { [\"a\"] = () => [|new HttpClient()|] }; } public object Run() => _all[\"a\"]; static readonly int[] All = [];")]
    public Task DelegateInATable_RunsWhereTheTableIsUsed(string members) => Verify(
        $"public class A : Microsoft.AspNetCore.Mvc.ControllerBase {{ {members} public object Get() {{ foreach (var one in All) {{ }} return 1; }} }}");

    [Fact]
    public Task HealthCheckThatIsADelegate_IsAnEntryPoint() => Verify("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddAsyncCheck("ping", Ping.RunAsync).AddCheck("own", () => { [|new HttpClient()|].Dispose(); return HealthCheckResult.Healthy(); });
        public static class Ping { public static async Task<HealthCheckResult> RunAsync() { using var client = [|new HttpClient()|]; await client.GetAsync("/"); return HealthCheckResult.Healthy(); } }
        """);

    [Fact]
    public Task HandlerOfAnotherEvent_IsSilent() => Verify(
        "public class Device { public event EventHandler<string>? Received; public void Raise() => Received?.Invoke(this, \"\"); } public class Listener { public void Begin(Device device) => device.Received += (_, _) => { using var client = new HttpClient(); }; }");

    private static Task Verify(params string[] sources) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(sources);
}
