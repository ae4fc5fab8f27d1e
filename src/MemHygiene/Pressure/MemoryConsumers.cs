using Microsoft.Extensions.Logging;

namespace MemHygiene.Pressure;

/// <summary>Everything that registered, asked in the order of least pain. The calls into consumers are for one thread; the list is for all.</summary>
internal sealed class MemoryConsumers(MemoryMonitorOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly GuardedCalls _calls = new();
    private readonly long[] _trims = new long[Enum.GetValues<TrimOutcome>().Length];
    private GuardedConsumer[] _consumers = [];

    public IReadOnlyList<MemoryConsumerStatus> Statuses => [.. Volatile.Read(ref _consumers).Select(consumer => consumer.Status)];

    /// <summary>What those hold that are cheap to refill, as far as they can tell.</summary>
    public long RefillableBytes => Volatile.Read(ref _consumers).Select(consumer => consumer.Status).Where(status => status.TrimCost <= TrimCost.Refill).Sum(status => status.Usage.HeldBytes ?? 0);

    public IDisposable Add(IMemoryConsumer consumer)
    {
        var guarded = new GuardedConsumer(consumer, options, time, logger);
        lock (_gate)
        {
            if (_consumers.Any(known => known.Is(consumer)))
            {
                throw new ArgumentException($"The consumer {consumer.GetType()} is registered already.", nameof(consumer));
            }

            _consumers = [.. _consumers, guarded];
        }

        return new Registration(this, guarded);
    }

    public void Look()
    {
        foreach (var consumer in Volatile.Read(ref _consumers))
        {
            consumer.Look(_calls);
        }
    }

    /// <summary>One round: those that the level asks, the cheapest first, and of these the one with most to give.</summary>
    public void Trim(MemoryLevel level)
    {
        var dearest = level switch
        {
            MemoryLevel.Critical => TrimCost.Reload,
            MemoryLevel.Warning => TrimCost.Refill,
            _ => TrimCost.Free,
        };
        Look();
        var asked = Volatile.Read(ref _consumers)
            .Where(consumer => consumer.Status.TrimCost <= dearest)
            .OrderBy(consumer => consumer.Status.TrimCost)
            .ThenByDescending(consumer => consumer.Status.Usage.ReleasableBytes ?? 0);
        foreach (var consumer in asked)
        {
            if (consumer.Trim(_calls, level) is { } outcome)
            {
                Interlocked.Increment(ref _trims[(int)outcome]);
            }
        }
    }

    /// <summary>How many trims went like this so far, those of consumers that have left too.</summary>
    public long TrimCount(TrimOutcome outcome) => Interlocked.Read(ref _trims[(int)outcome]);

    /// <summary>A call into a user's callback, guarded as those into consumers are.</summary>
    public bool TryCall(Action call) => _calls.TryRun(call, options.TrimTimeout);

    public void Dispose() => _calls.Dispose();

    private void Remove(GuardedConsumer consumer)
    {
        lock (_gate)
        {
            _consumers = [.. _consumers.Where(other => other != consumer)];
        }
    }

    private sealed class Registration(MemoryConsumers consumers, GuardedConsumer consumer) : IDisposable
    {
        public void Dispose() => consumers.Remove(consumer);
    }
}
