using Microsoft.Extensions.Logging;

namespace MemHygiene.Pressure;

/// <summary>One consumer, and what is known of it. Whatever it does, the calls here return, and no figure is taken that cannot be.</summary>
internal sealed class GuardedConsumer
{
    // No machine has that much: 2^50 bytes, a petabyte, in one process.
    private const long Implausible = 1L << 50;

    private readonly IMemoryConsumer _consumer;
    private readonly MemoryMonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile MemoryConsumerStatus _status;
    private volatile bool _isRunning;
    private volatile string? _troubleWithUsage;
    private string? _troubleWithTrim;
    private string? _toldTrouble;
    private bool _hangs;

    public GuardedConsumer(IMemoryConsumer consumer, MemoryMonitorOptions options, TimeProvider time, ILogger logger)
    {
        _consumer = consumer;
        _options = options;
        _time = time;
        _logger = logger;
        _status = new(consumer.GetType().Name, "", TrimCost.Free, default, null, 0, "It was not asked yet.");
    }

    public MemoryConsumerStatus Status => _status;

    public bool Is(IMemoryConsumer consumer) => ReferenceEquals(_consumer, consumer);

    /// <summary>Asks what it holds.</summary>
    public void Look(GuardedCalls calls)
    {
        var outcome = Run(calls, "saying what it holds", Ask, out var trouble, out var exception);
        if (outcome is null or TrimOutcome.Trimmed)
        {
            Tell(_troubleWithUsage, null);
            return;
        }

        Tell(trouble, exception);
        _troubleWithUsage = trouble;
        _status = _status with { Trouble = trouble, Usage = exception is null ? _status.Usage : default };
    }

    /// <summary>Asks it to give back, and what it holds after that; what it held before was asked a moment ago. One that cannot say what it holds is trimmed all the same.</summary>
    /// <returns>Null if it was not asked, because its last call has not returned.</returns>
    public TrimOutcome? Trim(GuardedCalls calls, MemoryLevel level)
    {
        var at = _time.GetUtcNow();
        var began = _time.GetTimestamp();
        var released = (long?)null;
        var cancellation = new CancellationTokenSource();
        var outcome = Run(
            calls,
            "a trim",
            () =>
            {
                var before = _status.Usage.HeldBytes;
                _consumer.Trim(level, cancellation.Token);
                Ask();
                released = before - _status.Usage.HeldBytes;
            },
            out var trouble,
            out var exception);
        if (outcome is null)
        {
            return null;
        }

        if (outcome == TrimOutcome.TimedOut)
        {
            // Not Cancel: it would run the consumer's own callbacks here.
            _ = cancellation.CancelAsync();
        }

        Tell(trouble, exception);
        _troubleWithTrim = trouble;
        var given = outcome == TrimOutcome.Trimmed && released is { } bytes ? Math.Max(0, bytes) : (long?)null;
        var trim = new MemoryTrim(at, level, outcome.Value, given, _time.GetElapsedTime(began));
        _status = _status with { LastTrim = trim, ReleasedBytes = _status.ReleasedBytes + (given ?? 0), Trouble = trouble ?? _troubleWithUsage };
        return outcome;
    }

    private void Ask()
    {
        // First what cannot change: a consumer that cannot say what it holds keeps its name, and its place in the order.
        _status = _status with { Name = _consumer.Name, ReleasedBy = _consumer.ReleasedBy, TrimCost = _consumer.TrimCost };
        var usage = _consumer.Usage;
        var sane = new MemoryUsage(Sane(usage.HeldBytes), Sane(usage.ReleasableBytes), Sane(usage.Items));
        _troubleWithUsage = sane == usage ? null : "It reports figures that cannot be.";
        if (sane.ReleasableBytes > sane.HeldBytes)
        {
            sane = sane with { ReleasableBytes = sane.HeldBytes };
        }

        _status = _status with { Usage = sane, Trouble = _troubleWithTrim ?? _troubleWithUsage };
    }

    private static long? Sane(long? figure) => figure is >= 0 and < Implausible ? figure : null;

    /// <summary>Null if it was not called, because its last call has not returned.</summary>
    private TrimOutcome? Run(GuardedCalls calls, string doing, Action call, out string? trouble, out Exception? exception)
    {
        (trouble, exception) = (null, null);
        if (_isRunning)
        {
            return null;
        }

        if (_hangs)
        {
            _hangs = false;
            PressureLog.ConsumerReturned(_logger, _status.Name);
        }

        Exception? thrown = null;
        var inTime = calls.TryRun(
            () =>
            {
                _isRunning = true;
                try
                {
                    call();
                }
                catch (Exception failure)
                {
                    thrown = failure;
                }
                finally
                {
                    _isRunning = false;
                }
            },
            _options.TrimTimeout);
        if (!inTime)
        {
            _hangs = true;
            trouble = $"It has not returned from {doing} in {_options.TrimTimeout}.";
            return TrimOutcome.TimedOut;
        }

        if (thrown is not null)
        {
            exception = thrown;
            trouble = $"It threw from {doing}: {thrown.GetType().Name}: {thrown.Message}";
            return TrimOutcome.Failed;
        }

        return TrimOutcome.Trimmed;
    }

    // A consumer that fails fails again a few seconds later: the log says it once.
    private void Tell(string? trouble, Exception? exception)
    {
        if (trouble is not null && trouble != _toldTrouble)
        {
            PressureLog.ConsumerInTrouble(_logger, exception, _status.Name, trouble);
        }

        _toldTrouble = trouble ?? _toldTrouble;
    }
}
