using System.Globalization;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.RecyclingApp;

/// <summary>
/// soak --requests 200000 --max 2000 --kinds get,post --signals hup --every 5: this same app, supervised, once for each kind of client. No client
/// retries, every answer is checked. Ends with 1 if a request failed, a worker died or had to be killed, or a supervisor did not end well.
/// </summary>
internal static class Soak
{
    /// <summary>A kind that has failed so often needs no more: each failure may have taken as long as a request may.</summary>
    private const int EnoughFailures = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        IReadOnlyList<SoakKind> kinds;
        try
        {
            kinds = SoakKind.Choose(args);
        }
        catch (ArgumentException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }

        if (kinds.Any(kind => kind.Name == "idle" && kind.Clients < AppArguments.Read(args, "--idle", SoakKind.IdleConnections)))
        {
            Console.WriteLine("The limit of open files allows fewer idle connections than were asked for.");
        }

        var requests = AppArguments.Read(args, "--requests", 200_000) / kinds.Count;
        var total = new SoakCount(0, 0, 0, 0, 0, 0);
        foreach (var kind in kinds)
        {
            total += await RunAsync(kind, requests, args);
        }

        Console.WriteLine(total);
        return total.IsGood ? 0 : 1;
    }

    private static async Task<SoakCount> RunAsync(SoakKind kind, int requests, string[] args)
    {
        var environment = new Dictionary<string, string> { ["ASPNETCORE_URLS"] = kind.Urls };
        await using var app = SupervisedApp.Start(Environment.ProcessPath!, environment, [.. args.Skip(1), .. kind.Arguments]);
        await app.ReadyAsync(AppArguments.Read(args, "--workers", 2), CancellationToken.None);

        using var done = new CancellationTokenSource();
        var signals = AppArguments.Text(args, "--signals")?.ToUpperInvariant().Split(',') ?? (kind.NeedsSignals ? ["HUP"] : []);
        var signalling = LoadSignals.SendAsync(app, signals, TimeSpan.FromSeconds(AppArguments.Read(args, "--every", kind.NeedsSignals ? 3 : 5)), done.Token);
        var run = new LoadRun(kind.Load, kind.Clients, requests, AppArguments.Text(args, "--path") ?? "/", kind.MaxThinkTime) { MaxFailures = EnoughFailures };
        var result = await run.RunAsync(kind.EndPointOf(app), CancellationToken.None);
        var replaced = app.Count("has left");
        await done.CancelAsync();
        var sent = await signalling;

        SupervisedApp.Signal(app.ProcessId, "TERM");
        var exitCode = await app.ExitAsync(CancellationToken.None);
        Print(kind, result, replaced, sent);
        return new SoakCount(
            result.AnsweredCount,
            result.Failures.Count,
            replaced,
            app.Count("ended while"),
            app.Count("is killed") + app.Count("are closed"),
            exitCode == 0 ? 0 : 1);
    }

    private static void Print(SoakKind kind, LoadResult result, int replaced, int signals)
    {
        var rate = result.AnsweredCount / result.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind.Name,-9} {kind.Clients,4} clients {result.AnsweredCount,8} answered {result.Failures.Count,4} failed {replaced,4} replaced {signals,3} signals {result.CloseCount,7} closed {rate,6:0}/s  p50 {result.Percentile(0.5):0.0} ms  p99 {result.Percentile(0.99):0.0} ms  p99.9 {result.Percentile(0.999):0.0} ms"));
        foreach (var failure in result.Failures.GroupBy(failure => failure))
        {
            Console.WriteLine($"  {failure.Count()} x {failure.Key}");
        }
    }
}
