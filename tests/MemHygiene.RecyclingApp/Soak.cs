using System.Globalization;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.RecyclingApp;

/// <summary>soak --requests 200000 --clients 32 --max 2000: this same app, supervised, under a client that never retries.</summary>
internal static class Soak
{
    public static async Task<int> RunAsync(string[] args)
    {
        var requests = AppArguments.Read(args, "--requests", 200_000);
        var clients = AppArguments.Read(args, "--clients", 32);
        var think = TimeSpan.FromMilliseconds(AppArguments.Read(args, "--think", 4));
        var path = AppArguments.Text(args, "--path") ?? "/";
        await using var app = SupervisedApp.Start(Environment.ProcessPath!, null, [.. args.Skip(1), "--quiet"]);
        await app.ReadyAsync(AppArguments.Read(args, "--workers", 2), CancellationToken.None);

        var failed = 0;
        LoadRun[] runs =
        [
            new(LoadKind.KeepAliveGet, clients, requests / 2, path, think),
            new(LoadKind.KeepAlivePost, clients, requests / 4, path, think),
            new(LoadKind.ConnectionClose, clients, requests - (requests / 2) - (requests / 4), path, think),
        ];
        foreach (var run in runs)
        {
            var before = app.Count("has left");
            var result = await run.RunAsync(app.EndPoint, CancellationToken.None);
            failed += result.Failures.Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Kind,-16} {result.AnsweredCount,8} answered {result.Failures.Count,4} failed {app.Count("has left") - before,4} workers replaced {result.AnsweredCount / result.Elapsed.TotalSeconds,7:0} requests/s  p50 {result.Percentile(0.5):0.0} ms  p99 {result.Percentile(0.99):0.0} ms  p99.9 {result.Percentile(0.999):0.0} ms"));
            foreach (var failure in result.Failures.GroupBy(failure => failure))
            {
                Console.WriteLine($"  {failure.Count()} x {failure.Key}");
            }
        }

        SupervisedApp.Signal(app.ProcessId, "TERM");
        var exitCode = await app.ExitAsync(CancellationToken.None);
        Console.WriteLine($"{requests} requests, {failed} failed, {app.Count("has left")} workers left, {app.Count("ended while")} died, {app.Count("is killed")} killed, supervisor's exit code {exitCode}.");
        return failed == 0 ? 0 : 1;
    }
}
