using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace MemHygiene.RecyclingApp.Load;

internal enum LoadKind
{
    KeepAliveGet,
    KeepAlivePost,
    ConnectionClose,
}

/// <param name="Kind">What each request is.</param>
/// <param name="Clients">How many connections at a time.</param>
/// <param name="Requests">How many requests in all, at least.</param>
/// <param name="Path">What a GET asks for.</param>
/// <param name="MaxThinkTime">A random pause of up to this before each request, so that connections are idle when a worker leaves.</param>
/// <param name="GoOn">Whether to go on although all requests were made; null for no.</param>
internal sealed record LoadRun(LoadKind Kind, int Clients, int Requests, string Path = "/", TimeSpan MaxThinkTime = default, Func<bool>? GoOn = null)
{
    public async Task<LoadResult> RunAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var result = new LoadResult(Requests);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => ClientAsync(endPoint, result, cancellationToken), cancellationToken)));
        result.Elapsed = Stopwatch.GetElapsedTime(started);
        return result;
    }

    private async Task ClientAsync(EndPoint endPoint, LoadResult result, CancellationToken cancellationToken)
    {
        RawConnection? connection = null;
        while (result.TryTake() || GoOn?.Invoke() == true)
        {
            if (MaxThinkTime > TimeSpan.Zero)
            {
                await Task.Delay(MaxThinkTime * Random.Shared.NextDouble(), cancellationToken);
            }

            var started = Stopwatch.GetTimestamp();
            try
            {
                connection ??= await RawConnection.OpenAsync(endPoint, cancellationToken);
                var response = await RequestAsync(connection, cancellationToken);
                result.Answered(Stopwatch.GetElapsedTime(started));
                if (response.Closes)
                {
                    connection.Dispose();
                    connection = null;
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                result.Failures.Add(exception.Message);
                connection?.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    private async Task<RawResponse> RequestAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        if (Kind != LoadKind.KeepAlivePost)
        {
            return Check(await connection.GetAsync(Path, Kind == LoadKind.ConnectionClose, cancellationToken), null);
        }

        var body = Guid.NewGuid().ToString();
        return Check(await connection.PostAsync("/echo", body, cancellationToken), body);
    }

    private static RawResponse Check(RawResponse response, string? expected) =>
        response.Status == 200 && (expected is null || response.Body == expected) ? response : throw new IOException($"Answered {response.Status} '{response.Body}'.");
}

/// <summary>What came of a run. Thread-safe while it runs.</summary>
internal sealed class LoadResult(int requests)
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private int _left = requests;

    public ConcurrentBag<string> Failures { get; } = [];

    public TimeSpan Elapsed { get; set; }

    public int AnsweredCount => _milliseconds.Count;

    public bool TryTake() => Interlocked.Decrement(ref _left) >= 0;

    public void Answered(TimeSpan took) => _milliseconds.Add(took.TotalMilliseconds);

    public double Percentile(double share)
    {
        var sorted = _milliseconds.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
