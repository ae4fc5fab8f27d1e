using MemHygiene.Pressure;

namespace MemHygiene.Http;

/// <summary>The pool's door to the memory monitor: the tighter memory is, the shorter a handler may idle.</summary>
internal sealed class HandlerPoolConsumer(HandlerPool pool, HandlerPoolOptions options) : IMemoryConsumer
{
    // Long enough that a handler in use, which idles between two requests, keeps its connections.
    private static readonly TimeSpan IdleAtAcceptable = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleAtWarning = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleAtCritical = TimeSpan.FromSeconds(1);

    public string Name => nameof(HandlerPool);

    public string ReleasedBy => $"Idle handlers go after {options.IdleTimeout}; there are at most {options.MaxHandlers}.";

    public TrimCost TrimCost => TrimCost.Free;

    // What a handler holds is in its connections, which nobody outside can count.
    public MemoryUsage Usage => new(HeldBytes: null, Items: pool.Count);

    public void Trim(MemoryLevel level, CancellationToken cancellationToken) => pool.EvictIdle(level switch
    {
        MemoryLevel.Critical => IdleAtCritical,
        MemoryLevel.Warning => IdleAtWarning,
        _ => IdleAtAcceptable,
    });
}
