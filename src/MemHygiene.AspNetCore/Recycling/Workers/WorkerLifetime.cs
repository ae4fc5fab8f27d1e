using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Workers;

/// <summary>
/// The host's lifetime in a worker, instead of the console's or systemd's: signals are the supervisor's business, and a stop that did not begin
/// with a drain would cut connections off.
/// </summary>
internal sealed class WorkerLifetime(Worker worker, IHostApplicationLifetime lifetime, ILogger<Worker> logger) : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => worker.HostStarted(lifetime, logger));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
