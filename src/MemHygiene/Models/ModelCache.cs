using Microsoft.Extensions.Logging;

namespace MemHygiene.Models;

/// <summary>One model for the whole process: loaded once, by the first lease, and shared by all of them.</summary>
/// <remarks>
/// Thread-safe. Callers that come while the model loads wait for the same load; a load that fails fails all of them with the same exception, and the next lease
/// tries again. A caller whose token is cancelled leaves alone; when the last one leaves, the load's own token is cancelled. There is never more than one load at a time.
/// The cache owns the model: after <see cref="Unload"/> or <see cref="Dispose"/> it is disposed once, after its last lease, and the DI scope that it was
/// loaded from right after it. The container disposes the cache.
/// </remarks>
/// <typeparam name="TModel">The model's type; it is disposed if it is <see cref="IAsyncDisposable"/> or else <see cref="IDisposable"/>.</typeparam>
public sealed class ModelCache<TModel> : IDisposable, IAsyncDisposable
    where TModel : class
{
    private readonly Lock _gate = new();
    private readonly ModelLoader<TModel> _loader;
    private readonly ModelCacheOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile LoadedModel<TModel>? _current;
    private ModelLoad<TModel>? _load;
    private bool _disposed;

    internal ModelCache(ModelLoader<TModel> loader, ModelCacheOptions options, TimeProvider time, ILogger logger)
    {
        _loader = loader;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>The model if one is loaded, without a lease: for a look at its size or version. It may be disposed at any moment.</summary>
    public TModel? Current => _current?.Value;

    /// <summary>Lends the model, and blocks while it is being loaded. A loaded model costs no allocation.</summary>
    /// <remarks>The load runs on a thread of its own, so it also ends when every pool thread is blocked here; a loader that is asynchronous itself needs pool threads all the same.</remarks>
    /// <param name="cancellationToken">Ends the wait for a load; it is not looked at when the model is loaded.</param>
    /// <returns>The lease; dispose it.</returns>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while the model was not loaded.</exception>
    /// <exception cref="TimeoutException">The load takes longer than <see cref="ModelCacheOptions.LoadTimeout"/>.</exception>
    /// <exception cref="InvalidOperationException">The load delegate leases the model that it loads, or returned null.</exception>
    public ModelLease<TModel> Lease(CancellationToken cancellationToken = default) =>
        TryLeaseLoaded(out var lease) ? lease : LoadAndLease(cancellationToken);

    /// <summary>Lends the model, and waits while it is being loaded. A loaded model costs no allocation and completes at once.</summary>
    /// <param name="cancellationToken">Ends the wait for a load; it is not looked at when the model is loaded.</param>
    /// <returns>The lease; dispose it.</returns>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while the model was not loaded.</exception>
    /// <exception cref="TimeoutException">The load takes longer than <see cref="ModelCacheOptions.LoadTimeout"/>.</exception>
    /// <exception cref="InvalidOperationException">The load delegate leases the model that it loads, or returned null.</exception>
    public ValueTask<ModelLease<TModel>> LeaseAsync(CancellationToken cancellationToken = default) =>
        TryLeaseLoaded(out var lease) ? new(lease) : new(LoadAndLeaseAsync(cancellationToken));

    /// <summary>Lets the model go: it is disposed after its last lease, and the next lease loads again. A load under way goes on.</summary>
    /// <returns>False if no model was loaded.</returns>
    public bool Unload()
    {
        LoadedModel<TModel>? model;
        lock (_gate)
        {
            model = _current;
            _current = null;
        }

        if (model is null)
        {
            return false;
        }

        ModelCacheLog.Unloaded(_logger, typeof(TModel));
        model.Retire();
        return true;
    }

    /// <summary>Ends the cache: those who wait for a load get <see cref="ObjectDisposedException"/>, leases go on, the last one disposes the model. Does not wait for leases.</summary>
    public void Dispose() => Close();

    /// <summary>As <see cref="Dispose"/>; an unleased model is disposed when this completes.</summary>
    /// <returns>Completes without waiting for leases.</returns>
    public ValueTask DisposeAsync() => Close() is { IsReleasing: true } model ? new(model.Released) : ValueTask.CompletedTask;

    /// <summary>How often the loaded model was leased and given back: a figure that changes with every use. A lease that is out counts as a use that goes on.</summary>
    internal bool TryCountUses(out long uses)
    {
        var model = _current;
        uses = model is null ? 0 : model.Leases.IsEmpty ? model.Leases.Uses : _time.GetTimestamp();
        return model is not null;
    }

    internal void Finish(ModelLoad<TModel> load, LoadedModel<TModel>? model, Exception? exception)
    {
        bool abandoned, kept;
        lock (_gate)
        {
            abandoned = load.IsAbandoned;
            kept = !_disposed;
            if (ReferenceEquals(_load, load))
            {
                _load = null;
                _current = model;
            }
        }

        if (!kept)
        {
            model?.Retire();
        }

        // A load that failed because it was cancelled is nobody's failure: whoever came since looks again and starts the next one.
        load.End(abandoned ? null : exception);
        if (abandoned && model is null)
        {
            ModelCacheLog.LoadAbandoned(_logger, typeof(TModel));
        }
    }

    private bool TryLeaseLoaded(out ModelLease<TModel> lease)
    {
        if (_current is { } model)
        {
            return model.TryLease(out lease);
        }

        lease = default;
        return false;
    }

    private ModelLease<TModel> LoadAndLease(CancellationToken cancellationToken)
    {
        ModelLease<TModel> lease;
        while (!TryLeaseLoaded(out lease))
        {
            if (Join(cancellationToken) is not { } load)
            {
                continue;
            }

            try
            {
                // WaitAny and not Wait: it does not wrap the shared exception. No pool thread is needed to wake up from it.
                Task.WaitAny([load.Outcome], cancellationToken);
                load.Outcome.GetAwaiter().GetResult();
            }
            finally
            {
                Leave(load);
            }
        }

        return lease;
    }

    private async Task<ModelLease<TModel>> LoadAndLeaseAsync(CancellationToken cancellationToken)
    {
        ModelLease<TModel> lease;
        while (!TryLeaseLoaded(out lease))
        {
            if (Join(cancellationToken) is not { } load)
            {
                continue;
            }

            try
            {
                await load.Outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Leave(load);
            }
        }

        return lease;
    }

    /// <summary>Joins the load under way, or starts one; null if the model is loaded. Every join is followed by one <see cref="Leave"/>.</summary>
    private ModelLoad<TModel>? Join(CancellationToken cancellationToken)
    {
        ModelLoad<TModel>? load;
        var starts = false;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is not null)
            {
                return null;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (_load is { IsRunningHere: true })
            {
                throw new InvalidOperationException($"The load delegate of the model {typeof(TModel)} leases the model that it is loading.");
            }

            starts = _load is null;
            load = _load ??= new ModelLoad<TModel>(this);
            load.Waiters++;
        }

        if (starts)
        {
            load.Start(_loader, _options.LoadTimeout, _time, _logger);
        }

        return load;
    }

    private void Leave(ModelLoad<TModel> load)
    {
        lock (_gate)
        {
            if (--load.Waiters > 0 || load.Outcome.IsCompleted || load.IsAbandoned)
            {
                return;
            }

            load.IsAbandoned = true;
        }

        load.Cancel();
    }

    private LoadedModel<TModel>? Close()
    {
        LoadedModel<TModel>? model;
        ModelLoad<TModel>? load;
        lock (_gate)
        {
            _disposed = true;
            (model, _current) = (_current, null);
            (load, _load) = (_load, null);
        }

        load?.Abort(new ObjectDisposedException(typeof(ModelCache<TModel>).FullName));
        model?.Retire();
        return model;
    }
}
