using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>The registries that no request uses at the moment, bounded by <see cref="RequestCleanupOptions.MaxPooledRegistries"/>, and what they share.</summary>
internal sealed class CleanupPool
{
    private readonly DefaultObjectPool<CleanupRegistry> _registries;
    private readonly BackgroundQueue _background;
    private readonly RequestCleanupMetrics _metrics;
    private readonly ILogger _logger;

    public CleanupPool(IOptions<RequestCleanupOptions> options, BackgroundQueue background, RequestCleanupMetrics metrics, ILogger<RequestCleanup> logger)
    {
        _registries = new(new Policy(this, options.Value.MaxRetainedEntries), options.Value.MaxPooledRegistries);
        _background = background;
        _metrics = metrics;
        _logger = logger;
    }

    public CleanupRegistry Get() => _registries.Get();

    public void Return(CleanupRegistry registry) => _registries.Return(registry);

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
