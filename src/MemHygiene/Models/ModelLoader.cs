using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Models;

/// <summary>Runs the user's delegate in a DI scope of its own and hands both over as one loaded model.</summary>
internal sealed class ModelLoader<TModel>(
    Func<IServiceProvider, CancellationToken, Task<TModel>> load,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger logger)
    where TModel : class
{
    public async Task<LoadedModel<TModel>> LoadAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var services = scopes.CreateAsyncScope();
        try
        {
            var model = await load(services.ServiceProvider, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The load delegate of the model {typeof(TModel)} returned null.");
            ModelCacheLog.Loaded(logger, typeof(TModel), time.GetElapsedTime(started).TotalMilliseconds);
            return new LoadedModel<TModel>(model, services, logger);
        }
        catch (Exception exception)
        {
            await services.DisposeAsync().ConfigureAwait(false);
            if (!cancellationToken.IsCancellationRequested)
            {
                ModelCacheLog.LoadFailed(logger, exception, typeof(TModel), time.GetElapsedTime(started).TotalMilliseconds);
            }

            throw;
        }
    }
}
