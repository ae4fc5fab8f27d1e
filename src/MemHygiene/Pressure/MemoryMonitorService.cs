using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MemHygiene.Pressure;

/// <summary>The monitor's two threads: one looks, one responds. Threads of their own, because a starved pool is when they are needed.</summary>
internal sealed class MemoryMonitorService(MemoryMonitor monitor, IServiceProvider services) : IHostedLifecycleService, IDisposable
{
    private const int StackBytes = 256 * 1024;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    private readonly AutoResetEvent _look = new(false);
    private readonly AutoResetEvent _respond = new(false);
    private readonly List<IDisposable> _registrations = [];
    private Thread[] _threads = [];
    private volatile bool _isStopping;

    // Before any other service starts, so that one which loads a model is watched already.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var consumer in services.GetServices<IMemoryConsumer>())
        {
            _registrations.Add(monitor.Register(consumer));
        }

        foreach (var source in services.GetServices<IAlertSource>())
        {
            monitor.Response.Alerts.Add(source);
        }

        Gen2Notice.Install(_look);
        monitor.Rose = () => _respond.Set();
        _threads = [new(LookOnAndOn, StackBytes) { IsBackground = true, Name = "MemHygiene looks" }, new(RespondOnAndOn, StackBytes) { IsBackground = true, Name = "MemHygiene responds" }];
        Array.ForEach(_threads, thread => thread.UnsafeStart());
        return Task.CompletedTask;
    }

    // After all others: what they do while they stop is watched too.
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();

        // The consumers are about to be disposed: no trim is to run into that.
        Array.ForEach(_threads, thread => thread.Join(LongestRest));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _isStopping = true;
        _look.Set();
        _respond.Set();
        _registrations.ForEach(registration => registration.Dispose());
        _registrations.Clear();
    }

    private void LookOnAndOn()
    {
        var told = MemoryLevel.Good;
        while (!_isStopping)
        {
            monitor.Look();
            var level = monitor.Level;
            if (level != told || level != MemoryLevel.Good)
            {
                told = level;
                _respond.Set();
            }

            _look.WaitOne(monitor.NextLook);
        }
    }

    private void RespondOnAndOn()
    {
        while (!_isStopping)
        {
            monitor.Response.TryRespond(monitor);
            _respond.WaitOne(LongestRest);
        }
    }
}
