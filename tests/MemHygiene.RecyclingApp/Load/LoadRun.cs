using System.Diagnostics;
using System.Net;

namespace MemHygiene.RecyclingApp.Load;

/// <param name="Kind">What each request is.</param>
/// <param name="Clients">How many users at a time.</param>
/// <param name="Requests">How many requests in all, at least.</param>
/// <param name="Path">What a GET asks for.</param>
/// <param name="MaxThinkTime">A random pause of up to this before each request, so that connections are idle when a worker leaves.</param>
/// <param name="GoOn">Whether to go on although all requests were made; null for no.</param>
internal sealed record LoadRun(LoadKind Kind, int Clients, int Requests, string Path = "/", TimeSpan MaxThinkTime = default, Func<bool>? GoOn = null)
{
    /// <summary>A request that takes longer has failed: a server that says nothing must not keep the run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The run ends early after so many failures.</summary>
    public int MaxFailures { get; init; } = int.MaxValue;

    public Task<LoadResult> RunAsync(EndPoint endPoint, CancellationToken cancellationToken) => RunAsync([endPoint], cancellationToken);

    /// <summary>The users spread evenly over the end points, and each stays with its own.</summary>
    public async Task<LoadResult> RunAsync(IReadOnlyList<EndPoint> endPoints, CancellationToken cancellationToken)
    {
        var result = new LoadResult(Requests);
        using var clients = new LoadClients(this, endPoints, result);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(index => Task.Run(() => UserAsync(() => clients.Create(index), result, cancellationToken), cancellationToken)));
        result.Elapsed = Stopwatch.GetElapsedTime(started);
        return result;
    }

    private async Task UserAsync(Func<ILoadClient> create, LoadResult result, CancellationToken cancellationToken)
    {
        var client = create();
        while (result.Failures.Count < MaxFailures && (result.TryTake() || GoOn?.Invoke() == true))
        {
            if (MaxThinkTime > TimeSpan.Zero)
            {
                await Task.Delay(MaxThinkTime * Random.Shared.NextDouble(), cancellationToken);
            }

            var started = Stopwatch.GetTimestamp();
            try
            {
                await client.RequestAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
                result.Answered(Stopwatch.GetElapsedTime(started));
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                result.Failures.Add(exception.Message);
                client.Dispose();
                client = create();
            }
        }

        client.Dispose();
    }
}
