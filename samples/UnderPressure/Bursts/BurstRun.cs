using System.Diagnostics;
using Spectre.Console;
using UnderPressure.Limits;

namespace UnderPressure.Bursts;

/// <summary>One server under one limit, burst after burst.</summary>
internal sealed class BurstRun(IMemoryLimit limit, string verb, int users, TimeSpan length)
{
    public static readonly TimeSpan RecoveryTarget = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RestOfPlain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public List<BurstOutcome> Bursts { get; } = [];

    /// <summary>Null while it lives.</summary>
    public int? ExitCode { get; private set; }

    public int Failed => Bursts.Sum(burst => burst.Failed);

    public async Task RunAsync(int count, bool untilItFails, ProgressTask progress, CancellationToken cancellation)
    {
        await using var server = await LimitedProcess.StartAsync(limit, verb, cancellation);
        using var burst = new Burst(server.Address, users, length);
        for (var i = 0; i < count && ExitCode is null && !(untilItFails && Failed > 0); i++)
        {
            var outcome = await burst.RunAsync(cancellation);
            Bursts.Add(outcome);
            if (outcome.Broken > 0)
            {
                // Its connections broke: it is dying, or has died.
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(RecoveryTarget);
                await server.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }

            ExitCode = server.IsAlive ? null : server.ExitCode;
            if (ExitCode is null)
            {
                outcome.Recovery = await RecoverAsync(server, cancellation);
            }

            progress.Increment(1);
        }
    }

    private async Task<TimeSpan?> RecoverAsync(LimitedProcess server, CancellationToken cancellation)
    {
        if (verb == UnderPressureCommand.PlainVerb)
        {
            await Task.Delay(RestOfPlain, cancellation);
            return null;
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
        var ended = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(ended) < 3 * RecoveryTarget)
        {
            if (await client.GetStringAsync("/level", cancellation) == "Good")
            {
                return Stopwatch.GetElapsedTime(ended);
            }

            await Task.Delay(Look, cancellation);
        }

        return null;
    }
}
