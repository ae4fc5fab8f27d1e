using MemHygiene.Periodic;
using MemHygiene.Pressure;
using MemHygiene.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Periodic;

/// <summary>One work that runs every 100 seconds without jitter, on a clock, a level and a die that the test holds.</summary>
internal sealed class TestWork : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services;
    private readonly PeriodicWork _work;

    public TestWork(Func<IServiceProvider, CancellationToken, Task> run, Action<PeriodicWorkOptions>? configure = null, Action<IServiceCollection>? register = null, TimeProvider? time = null)
    {
        time ??= Clock;
        var options = new PeriodicWorkOptions { Interval = Interval, Jitter = 0 };
        configure?.Invoke(options);
        var services = new ServiceCollection();
        register?.Invoke(services);
        _services = services.BuildServiceProvider();
        var pace = new Pace("work", options, () => Level, () => Random, Log);
        var runner = new PeriodicRunner(
            new PeriodicWorkRegistration("work", run), options.RunTimeout, _services.GetRequiredService<IServiceScopeFactory>(), time, Log);
        _work = new PeriodicWork("work", options, pace, runner, time, Log);
    }

    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(100);

    /// <summary>The clock of a work that was given no other.</summary>
    public TestClock Clock { get; } = new();

    public RecordingLogger Log { get; } = new();

    public MemoryLevel Level { get; set; }

    /// <summary>What the jitter draws: 0 is the shortest wait, 0.5 the interval itself, 1 the longest.</summary>
    public double Random { get; set; } = 0.5;

    public PeriodicWorkStatus Status => _work.Status;

    /// <summary>A work whose runs end at once.</summary>
    public static TestWork Started(Action<PeriodicWorkOptions>? configure = null, MemoryLevel level = MemoryLevel.Good, double random = 0.5)
    {
        var work = new TestWork((_, _) => Task.CompletedTask, configure) { Level = level, Random = random };
        work.Start();
        return work;
    }

    /// <summary>A work whose runs end when the gate opens.</summary>
    public static TestWork Started(TaskCompletionSource gate, Action<PeriodicWorkOptions>? configure = null)
    {
        var work = new TestWork((_, cancellationToken) => gate.Task.WaitAsync(cancellationToken), configure);
        work.Start();
        return work;
    }

    public void Start() => _work.Start(_stopping.Token);

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public Task<PeriodicWorkStatus> TriggerAsync(CancellationToken cancellationToken = default) => _work.TriggerAsync(cancellationToken);

    public async Task StopAsync()
    {
        var end = _work.StopAsync();
        await _stopping.CancelAsync();
        await end;
    }

    public void Dispose()
    {
        _ = _work.StopAsync();
        _stopping.Cancel();
        _services.Dispose();
    }
}
