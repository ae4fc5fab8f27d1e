using System.Globalization;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>Everything that is compared, with the same number of workers and the same end points.</summary>
internal static class Contestants
{
    public const string Plain = "plain processes";
    public const string Supervised = "supervised, never replaced";
    public const string Replaced = "supervised, replaced";
    public const string ReplacedAged = "supervised, replaced at 10 s or later";

    private const string AppName = "MemHygiene.RecyclingApp";
    private const string Gunicorn = "gunicorn";
    private const int Jitter = 50;

    private static readonly string App = Path.Combine(AppContext.BaseDirectory.Replace("MemHygiene.Recycling.Benchmarks", AppName, StringComparison.Ordinal), AppName);

    public static bool CanRunPeers => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Gunicorn)));

    public static IEnumerable<Contestant> All(Plan plan, bool withPeers)
    {
        yield return new Contestant(Plain, cancellation => StartPlainAsync(plan.Workers, cancellation), IsOurs: true);
        yield return Ours(Supervised, plan, 0, 0);
        yield return Ours(Replaced, plan, plan.MaxRequests, 0);
        yield return Ours(ReplacedAged, plan, plan.MaxRequests, 10);
        if (!withPeers)
        {
            yield break;
        }

        (string Name, string Arguments)[] peers =
        [
            ("gunicorn sync", "--worker-class sync wsgi:application"),
            ("gunicorn gthread", "--worker-class gthread --threads 16 wsgi:application"),
            ("gunicorn with uvicorn", "--worker-class uvicorn.workers.UvicornWorker asgi:application"),
        ];
        foreach (var (name, arguments) in peers)
        {
            yield return Peer(name + ", never replaced", arguments, plan, 0);
            yield return Peer(name + ", replaced", arguments, plan, plan.MaxRequests);
        }
    }

    /// <summary>
    /// A port for each process, and each client stays with one: as even as a perfect load balancer that costs nothing would have it. One port
    /// with SO_REUSEPORT would spread connections by chance.
    /// </summary>
    private static Task<Server> StartPlainAsync(int processes, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string> { ["MEMHYGIENE_WORKERS"] = "0", ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information" };
        SupervisedApp[] apps = [.. Enumerable.Range(0, processes).Select(_ => SupervisedApp.Start(App, environment))];
        return Server.WhenReadyAsync(apps, "Application started", 1, cancellation);
    }

    private static Contestant Ours(string name, Plan plan, int maxRequests, int lifetime)
    {
        string[] arguments = ["--workers", Text(plan.Workers), "--max", Text(maxRequests), "--jitter", Text(Jitter), "--lifetime", Text(lifetime)];
        return new Contestant(
            name,
            cancellation => Server.WhenReadyAsync([SupervisedApp.Start(App, null, arguments)], "is ready after", plan.Workers, cancellation),
            maxRequests == 0 ? null : Supervised,
            IsOurs: true);
    }

    private static Contestant Peer(string name, string arguments, Plan plan, int maxRequests)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Peers");
        string[] all =
        [
            "--chdir", folder, "--bind", "127.0.0.1:0", "--workers", Text(plan.Workers), "--keep-alive", "5",
            "--max-requests", Text(maxRequests), "--max-requests-jitter", Text(maxRequests == 0 ? 0 : Jitter),
            .. arguments.Split(' '),
        ];
        return new Contestant(
            name,
            cancellation => Server.WhenReadyAsync([SupervisedApp.Start(Gunicorn, null, all)], "Booting worker", plan.Workers, cancellation),
            maxRequests == 0 ? null : name.Replace("replaced", "never replaced", StringComparison.Ordinal));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
