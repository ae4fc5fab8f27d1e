using System.Collections.Concurrent;
using System.Diagnostics;
using BeforeAfter.Data;

namespace BeforeAfter.Load;

/// <summary>What all rounds of one app's load gave.</summary>
internal sealed record LoadResult(IReadOnlyList<TimeSpan> SortedDurations, int Failed, IReadOnlyList<string> Failures, TimeSpan UnderLoad)
{
    public int Requests => SortedDurations.Count;

    public double RequestsPerSecond => UnderLoad > TimeSpan.Zero ? Requests / UnderLoad.TotalSeconds : 0;

    /// <summary>The smallest duration that at least <paramref name="percent"/> of all answers did not exceed.</summary>
    public double PercentileMs(double percent)
    {
        var rank = (int)Math.Ceiling(percent / 100 * SortedDurations.Count);
        return SortedDurations.Count > 0 ? SortedDurations[Math.Max(rank, 1) - 1].TotalMilliseconds : 0;
    }
}

/// <summary>A closed loop: every user waits for an answer before asking again. One instance for all rounds of one app.</summary>
internal sealed class LoadTest
{
    private const int KeptFailures = 5;

    private readonly RunOptions _options;
    private readonly VirtualUser[] _users;
    private readonly ConcurrentQueue<Answer> _answers = new();
    private TimeSpan _underLoad;

    public LoadTest(RunOptions options, Uri address)
    {
        _options = options;
        var topics = Corpus.Known.ToDictionary(sentence => sentence.Text, sentence => sentence.Topic);
        _users = [.. Enumerable.Range(0, options.Users).Select(user => new VirtualUser(address, user, topics))];
    }

    /// <summary>Runs one round and returns when the last user has had the last answer.</summary>
    public async Task RunRoundAsync(int round, Action answered, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(_users.Select((user, number) => Task.Run(
            () => user.RunAsync(
                Script.For(round, number, Script.CountFor(number, _users.Length, _options.Requests)),
                answer =>
                {
                    _answers.Enqueue(answer);
                    answered();
                },
                cancellation),
            cancellation)));
        _underLoad += Stopwatch.GetElapsedTime(started);
    }

    public LoadResult Result()
    {
        var failures = _answers.Select(answer => answer.Failure).OfType<string>().ToList();
        return new LoadResult(
            [.. _answers.Select(answer => answer.Duration).Order()],
            failures.Count,
            [.. failures.Distinct().Take(KeptFailures)],
            _underLoad);
    }
}
