using System.Globalization;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.RecyclingApp;

/// <summary>leak --requests 100000 --kilobytes 100 --limit 400 --workers 2: an app that keeps so much of every request, its workers' memory limited in MB; what they hold together at most, against the limit. Linux only.</summary>
internal static class LeakCommand
{
    private const double Tolerance = 1.1;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(string[] args)
    {
        var requests = AppArguments.Read(args, "--requests", 100_000);
        var kilobytes = AppArguments.Read(args, "--kilobytes", 100);
        var limit = AppArguments.Read(args, "--limit", 400);
        var workers = AppArguments.Read(args, "--workers", 2);
        var clients = AppArguments.Read(args, "--clients", 4);
        var think = TimeSpan.FromMilliseconds(AppArguments.Read(args, "--think", 8));
        var environment = new Dictionary<string, string> { ["MEMHYGIENE_MAX_WORKER_MEMORY_MB"] = limit.ToString(CultureInfo.InvariantCulture) };
        await using var app = SupervisedApp.Start(
            Environment.ProcessPath!, environment, "--workers", workers.ToString(CultureInfo.InvariantCulture), "--max", "0", "--keep-alive", "1", "--lifetime", "0");
        await app.ReadyAsync(workers, CancellationToken.None);
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(app, limit, over.Token);

        var result = await new LoadRun(LoadKind.KeepAliveGet, clients, requests, $"/leak/{kilobytes}", think).RunAsync(app.EndPoint, CancellationToken.None);
        await over.CancelAsync();
        var (most, ofWorkers, one) = await watching;
        SupervisedApp.Signal(app.ProcessId, "TERM");
        var exitCode = await app.ExitAsync(CancellationToken.None);

        var isMet = most <= Tolerance && result.Failures.Count == 0 && exitCode == 0 && app.Count("ended while") == 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.AnsweredCount} requests of {kilobytes} kB kept, {result.Failures.Count} failed, {result.AnsweredCount / result.Elapsed.TotalSeconds:0} requests/s; {app.Count("has left")} workers left, {app.Count("ended while")} died."));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Most at one moment: {most:P0} of {limit} MB × {ofWorkers} live workers (target {Tolerance:P0}); most of one worker {one:0.0} MB: {(isMet ? "met" : "missed")}."));
        foreach (var failure in result.Failures.GroupBy(failure => failure))
        {
            Console.WriteLine($"  {failure.Count()} x {failure.Key}");
        }

        return isMet ? 0 : 1;
    }

    /// <summary>The largest share of the live workers' limit that they held, of how many, and the most of one in MB.</summary>
    private static async Task<(double Share, int Workers, double One)> WatchAsync(SupervisedApp app, int limit, CancellationToken over)
    {
        var (share, workers, one) = (0.0, 0, 0.0);
        using var timer = new PeriodicTimer(LookInterval);
        while (!over.IsCancellationRequested)
        {
            double[] held = [.. app.Workers().Select(PrivateMegabytes).Where(megabytes => megabytes > 0)];
            if (held.Length > 0 && held.Sum() / (limit * held.Length) > share)
            {
                (share, workers) = (held.Sum() / (limit * held.Length), held.Length);
            }

            one = Math.Max(one, held.DefaultIfEmpty().Max());
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return (share, workers, one);
    }

    private static double PrivateMegabytes(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status")
                .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) / 1024;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
