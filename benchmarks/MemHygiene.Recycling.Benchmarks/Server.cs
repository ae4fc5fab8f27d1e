using System.Net;
using System.Text.RegularExpressions;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>A contestant that runs: one supervisor with its workers, or several processes that each have a port of their own.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<SupervisedApp> _apps;
    private readonly string _startedLine;

    private Server(IReadOnlyList<SupervisedApp> apps, IReadOnlyList<EndPoint> endPoints, string startedLine)
    {
        _apps = apps;
        EndPoints = endPoints;
        _startedLine = startedLine;
    }

    public IReadOnlyList<EndPoint> EndPoints { get; }

    /// <summary>How many workers have been started so far.</summary>
    public int Started => _apps.Sum(app => app.Count(_startedLine));

    public TimeSpan ProcessorTime => TimeSpan.FromTicks(_apps.Sum(app => ProcessTree.ProcessorTime(app.ProcessId).Ticks));

    public double Megabytes => _apps.Sum(app => ProcessTree.Megabytes(app.ProcessId));

    /// <summary>Waits until each of the processes has said where it listens, and so many workers of each have started.</summary>
    /// <param name="apps">The processes, just started.</param>
    /// <param name="startedLine">What a worker's line says when it has started.</param>
    /// <param name="workers">How many such lines each process prints.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">It takes too long; the message has what was printed.</exception>
    public static async Task<Server> WhenReadyAsync(IReadOnlyList<SupervisedApp> apps, string startedLine, int workers, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestStart);
        var endPoints = new List<EndPoint>();
        foreach (var app in apps)
        {
            var line = await app.LineAsync(line => ListenLine().IsMatch(line), limit.Token);
            endPoints.Add(IPEndPoint.Parse(ListenLine().Match(line).Groups[1].Value));
            await app.CountAsync(startedLine, workers, limit.Token);
        }

        return new Server(apps, endPoints, startedLine);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            SupervisedApp.Signal(app.ProcessId, "TERM");
            await app.ExitAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    /// <summary>Ours, ASP.NET Core's own, gunicorn's.</summary>
    [GeneratedRegex(@"(?:Listening socket |Now listening on: http://|Listening at: http://)(127\.0\.0\.1:\d+)")]
    private static partial Regex ListenLine();
}
