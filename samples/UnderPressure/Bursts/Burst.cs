using System.Diagnostics;
using System.Net;

namespace UnderPressure.Bursts;

/// <summary>Many users at once, who ask for reports that nobody has asked for before.</summary>
internal sealed class Burst(Uri address, int users, TimeSpan length) : IDisposable
{
    private static readonly TimeSpan PauseAfterShed = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = users })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    private int _lastId;

    public async Task<BurstOutcome> RunAsync(CancellationToken cancellation)
    {
        var outcome = new BurstOutcome();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, users).Select(_ => Task.Run(() => UserAsync(outcome, started, cancellation), cancellation)));
        return outcome;
    }

    public void Dispose() => _client.Dispose();

    private async Task UserAsync(BurstOutcome outcome, long started, CancellationToken cancellation)
    {
        while (Stopwatch.GetElapsedTime(started) < length)
        {
            var sent = Stopwatch.GetTimestamp();
            try
            {
                using var response = await _client.GetAsync($"/report/{Interlocked.Increment(ref _lastId)}", cancellation);
                Count(outcome, response.StatusCode, Stopwatch.GetElapsedTime(sent));
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    await Task.Delay(PauseAfterShed, cancellation);
                }
            }
            catch (HttpRequestException)
            {
                lock (_gate)
                {
                    outcome.Broken++;
                }

                return;
            }
        }
    }

    private void Count(BurstOutcome outcome, HttpStatusCode status, TimeSpan took)
    {
        lock (_gate)
        {
            switch (status)
            {
                case HttpStatusCode.OK:
                    outcome.Answered++;
                    break;
                case HttpStatusCode.ServiceUnavailable:
                    outcome.Shed++;
                    outcome.ShedMilliseconds.Add(took.TotalMilliseconds);
                    break;
                default:
                    outcome.Failed++;
                    break;
            }
        }
    }
}
