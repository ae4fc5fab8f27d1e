using System.Diagnostics;
using BeforeAfter.Build;
using BeforeAfter.Data;
using BeforeAfter.Observe;
using BeforeAfter.Reports;

namespace BeforeAfter.Load;

/// <summary>What the terminal is told while an app is under load.</summary>
internal interface IMeasureProgress
{
    void RoundStarted(int round);

    void Answered();

    void Settling(string what, long residentBytes);
}

/// <summary>Puts one app under load and measures it from outside; the same for every app.</summary>
internal sealed class Measure(Workplace workplace, RunOptions options)
{
    private static readonly TimeSpan MostRest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    public async Task<Measurement> RunAsync(string name, IMeasureProgress progress, CancellationToken cancellation)
    {
        var counters = EmptyFolder("counters", name);
        var temporary = EmptyFolder("tmp", name);
        foreach (var sessions in Directory.EnumerateFiles(workplace.Data, "sessions.db*"))
        {
            File.Delete(sessions);
        }

        await using var upstream = await Upstream.StartAsync(cancellation);
        using var reads = new FileReadWatch(DataFolder.Catalog(workplace.Data));
        var environment = new Dictionary<string, string>
        {
            ["SUPPORTDESK_DATA"] = workplace.Data,
            ["SUPPORTDESK_COUNTERS"] = counters,
            ["Upstream__Url"] = upstream.Url,
            ["TMPDIR"] = temporary,
        };
        await using var app = await AppProcess.StartAsync(name, SampleBuild.Assembly(workplace, name), options.Port, environment, cancellation);
        using var sampler = new ResidentSampler(app.Pid);

        var processesAtRest = ProcessTree.Pids(app.Pid).Count;
        var load = new LoadTest(options, app.Address);
        var rounds = new List<RoundSpan>();
        var residentAfterRound = new List<long>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            progress.RoundStarted(round);
            var from = sampler.Now;
            await load.RunRoundAsync(round, progress.Answered, cancellation);
            rounds.Add(new RoundSpan(from, sampler.Now));
            app.ThrowIfEnded();

            progress.Settling($"after round {round}", sampler.Latest);
            await RestAsync(app, processesAtRest, cancellation);
            residentAfterRound.Add(sampler.MedianOfLast(LastSecond));
        }

        var fileReads = reads.Reads;
        progress.Settling("idle", sampler.Latest);
        await Task.Delay(options.Settle, cancellation);
        await RestAsync(app, processesAtRest, cancellation);
        var settled = Settled([.. residentAfterRound.Skip(1), sampler.MedianOfLast(LastSecond)]);
        var alive = ProcessTree.Pids(app.Pid).ToHashSet();
        var heap = Counters.ReadAll(counters).Where(process => alive.Contains(process.Pid)).Sum(process => process.ManagedHeapBytes);

        await app.StopAsync(cancellation);
        var processes = Counters.ReadAll(counters);
        var result = load.Result();
        var minutes = (rounds[^1].To - rounds[0].From).TotalMinutes;
        var figures = new Figures
        {
            SettledRssBytes = settled,
            PeakRssBytes = sampler.Samples.Max(sample => sample.Bytes),
            ManagedHeapBytes = heap,
            AllocatedBytesPerRequest = processes.Sum(process => process.AllocatedBytes) / Math.Max(result.Requests, 1),
            P50Ms = Math.Round(result.PercentileMs(50), 2),
            P99Ms = Math.Round(result.PercentileMs(99), 2),
            RequestsPerSecond = Math.Round(result.RequestsPerSecond, 1),
            Requests = result.Requests,
            FailedRequests = result.Failed,
            ModelLoads = processes.Sum(process => process.ModelLoads),
            Processes = processes.Count,
            FileReadsPerMinute = Math.Round(fileReads / minutes, 1),
            SessionWrites = processes.Sum(process => process.SessionWrites),
            OutboundSocketsOpened = upstream.Accepted,
            RssAfterRoundBytes = residentAfterRound,
        };
        return new Measurement(name, figures, result, sampler.Samples, rounds, processes, fileReads, Directory.GetFiles(temporary).Length);
    }

    /// <summary>The median over the rests: where one collection more or less decides what a single rest shows, five say it steadily.</summary>
    private static long Settled(long[] atRest)
    {
        Array.Sort(atRest);
        return atRest[atRest.Length / 2];
    }

    /// <summary>Waits as long after every round, and longer where a worker that was replaced in it has not left yet: what counts is the app at rest.</summary>
    private async Task RestAsync(AppProcess app, int processesAtRest, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var atRestSince = TimeSpan.Zero;
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < MostRest && (elapsed < options.Rest || elapsed - atRestSince < LastSecond))
        {
            await Task.Delay(LookInterval, cancellation);
            if (ProcessTree.Pids(app.Pid).Count > processesAtRest)
            {
                atRestSince = Stopwatch.GetElapsedTime(started);
            }
        }
    }

    private string EmptyFolder(string kind, string name)
    {
        var folder = Path.Combine(workplace.Output, kind, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return folder;
    }
}
