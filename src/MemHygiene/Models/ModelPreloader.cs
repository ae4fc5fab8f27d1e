using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Models;

/// <summary>Loads a model while the host starts. The web server starts after it, so no request waits for the load.</summary>
internal sealed class ModelPreloader<TModel>(ModelCache<TModel> cache, ModelCacheOptions options, ILogger logger) : IHostedService
    where TModel : class
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.PreloadAtStartup)
        {
            ModelCacheLog.Preloading(logger, typeof(TModel));
            using var lease = await cache.LeaseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
