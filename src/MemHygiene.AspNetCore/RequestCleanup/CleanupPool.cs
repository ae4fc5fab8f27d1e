using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>The registries that no request uses at the moment, bounded by <see cref="RequestCleanupOptions.MaxPooledRegistries"/>, and what they share.</summary>
internal sealed class CleanupPool
{
    private readonly Policy _policy;
    private readonly int _capacity;
    private readonly BackgroundQueue _background;
    private readonly RequestCleanupMetrics _metrics;
    private readonly ILogger _logger;
    private volatile DefaultObjectPool<CleanupRegistry> _registries;

    public CleanupPool(IOptions<RequestCleanupOptions> options, BackgroundQueue background, RequestCleanupMetrics metrics, ILogger<RequestCleanup> logger)
    {
        _policy = new(this, options.Value.MaxRetainedEntries);
        _capacity = options.Value.MaxPooledRegistries;
        _registries = new(_policy, _capacity);
        _background = background;
        _metrics = metrics;
        _logger = logger;
    }

    public CleanupRegistry Get() => _registries.Get();

    public void Return(CleanupRegistry registry) => _registries.Return(registry);

    /// <summary>Leaves the registries that wait for a request to the collector. Those in use come back to the new pool.</summary>
    public void Clear() => _registries = new(_policy, _capacity);

    public void CallbackFailed(Exception exception)
    {
        _metrics.CallbackFailed();
        RequestCleanupLog.CallbackFailed(_logger, exception);
    }

    public bool TryReserveBackground()
    {
        if (_background.TryReserve())
        {
            return true;
        }

        _metrics.BackgroundRejected();
        RequestCleanupLog.BackgroundRejected(_logger, _background.Capacity);
        return false;
    }

    public void ReleaseBackground() => _background.Release();

    public void Enqueue(Func<IServiceProvider, CancellationToken, ValueTask> work)
    {
        if (!_background.TryEnqueue(work))
        {
            _metrics.BackgroundRejected();
            RequestCleanupLog.BackgroundTooLate(_logger);
        }
    }

    private sealed class Policy(CleanupPool owner, int maxRetainedEntries) : PooledObjectPolicy<CleanupRegistry>
    {
        public override CleanupRegistry Create() => new(owner);

        public override bool Return(CleanupRegistry obj)
        {
            obj.TrimTo(maxRetainedEntries);
            return true;
        }
    }
}
