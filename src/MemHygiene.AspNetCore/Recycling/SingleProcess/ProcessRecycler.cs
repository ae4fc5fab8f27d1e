using MemHygiene.AspNetCore.Recycling.Workers;
using MemHygiene.Pressure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// Ends this process when one of its limits is reached, so that its orchestrator starts another: first it turns unready and still answers, then the host stops as it always does. In a worker of the supervisor it does nothing.
/// </summary>
internal sealed class ProcessRecycler : IHostedLifecycleService, IDisposable
{
    /// <summary>How often the limits are looked at.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly ProcessRecyclingOptions _options;
    private readonly MemoryMonitor _monitor;
    private readonly OwnMemory _memory;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile string? _leavingBecause;
    private ProcessLimits? _limits;
    private ITimer? _timer;
    private long _startedAt;
    private long _requests;

    public ProcessRecycler(
        IOptions<ProcessRecyclingOptions> options,
        MemoryMonitor monitor,
        OwnMemory memory,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILogger<ProcessRecycler> logger)
    {
        _options = options.Value;
        _monitor = monitor;
        _memory = memory;
        _lifetime = lifetime;
        _time = time;

        // A line that cannot be written must not end the timer's thread, and the process with it.
        _logger = new QuietLogger(logger);
    }

    /// <summary>Whether the supervisor replaces this process, with its own limits.</summary>
    public static bool IsSupervised => Worker.Current is not null;

    /// <summary>Why the process leaves; null while it does not.</summary>
    public string? LeavingBecause => _leavingBecause;

    /// <summary>Whether connections and balancers should go elsewhere.</summary>
    public bool IsLeaving => _leavingBecause is not null;

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (IsSupervised)
        {
            ProcessRecyclingLog.Supervised(_logger);
            return Task.CompletedTask;
        }

        _startedAt = _time.GetTimestamp();
        _limits = new ProcessLimits(_options, _time.GetUtcNow(), _time.LocalTimeZone, Random.Shared.NextDouble);

        // Armed only when the field is set: the callback arms it again.
        _timer = _time.CreateTimer(static recycler => ((ProcessRecycler)recycler!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(LookInterval, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    // Whoever stops the host, there is nothing left to decide.
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    /// <summary>Called once a second, and once more when the process has been unready for long enough; never twice at a time.</summary>
    private void OnTimer()
    {
        if (IsLeaving)
        {
            Stop();
            return;
        }

        _leavingBecause = _limits!.FindReason(Look());
        if (_leavingBecause is { } reason)
        {
            ProcessRecyclingLog.Leaving(_logger, Environment.ProcessId, reason, _options.UnreadyDelay);
        }

        _timer!.Change(IsLeaving ? _options.UnreadyDelay : LookInterval, Timeout.InfiniteTimeSpan);
    }

    private ProcessState Look() => new(
        _time.GetUtcNow(),
        _time.GetElapsedTime(_startedAt),
        Interlocked.Read(ref _requests),
        _options.MaxMemory is null ? null : _memory.PrivateBytes(),
        _options.MaxHeap is null ? null : _memory.HeapBytes(),
        _monitor.Alerts.FirstOrDefault(alert => alert.Kind == MemoryAlertKind.RestartNeeded)?.Message.TrimEnd('.'));

    private void Stop()
    {
        if (_options.ExitCode != 0)
        {
            Environment.ExitCode = _options.ExitCode;
        }

        _lifetime.StopApplication();
    }
}
