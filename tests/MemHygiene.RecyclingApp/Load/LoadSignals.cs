namespace MemHygiene.RecyclingApp.Load;

/// <summary>Signals to a supervisor at an interval, each in its turn, while a load runs: HUP replaces every worker.</summary>
internal static class LoadSignals
{
    /// <returns>How many were sent when <paramref name="stop"/> came.</returns>
    public static async Task<int> SendAsync(SupervisedApp app, IReadOnlyList<string> signals, TimeSpan interval, CancellationToken stop)
    {
        var sent = 0;
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (signals.Count > 0 && await timer.WaitForNextTickAsync(stop))
            {
                SupervisedApp.Signal(app.ProcessId, signals[sent % signals.Count]);
                sent++;
            }
        }
        catch (OperationCanceledException)
        {
        }

        return sent;
    }
}
