using SupportDesk.Chat;
using SupportDesk.Sessions;

namespace SupportDesk.Diagnostics;

/// <summary>Writes this process's counters to a file of its own, for whoever measures the app; off unless the environment names a folder.</summary>
/// <remarks>A file per process and not an endpoint: behind a shared socket a request cannot choose the process that answers, and a process that has ended answers nothing.</remarks>
public sealed class CounterFile(IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string? _folder = Environment.GetEnvironmentVariable("SUPPORTDESK_COUNTERS");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_folder is null)
        {
            return;
        }

        // The last word comes when every request has been answered.
        lifetime.ApplicationStopped.Register(() => Write(_folder));
        using var timer = new PeriodicTimer(Interval);
        do
        {
            Write(_folder);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static void Write(string folder)
    {
        var file = Path.Combine(folder, $"{Environment.ProcessId}.counters");
        File.WriteAllLines(
            file + ".new",
            [
                $"modelLoads={TextClassifier.Loads}",
                $"sessionWrites={SqliteCache.Writes}",
                $"allocatedBytes={GC.GetTotalAllocatedBytes()}",
                $"managedHeapBytes={GC.GetTotalMemory(forceFullCollection: false)}",
            ]);
        File.Move(file + ".new", file, overwrite: true);
    }
}
