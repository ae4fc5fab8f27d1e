using Microsoft.Extensions.Logging;

namespace MemHygiene.Models;

/// <summary>One attempt to load a model, and those who wait for it. It ends once; a failed one is replaced, never restarted.</summary>
/// <remarks>The number of waiters and <see cref="IsAbandoned"/> belong to the cache's lock; everything else is safe by itself.</remarks>
internal sealed class ModelLoad<TModel>(ModelCache<TModel> cache)
    where TModel : class
{
    private static readonly AsyncLocal<ModelLoad<TModel>?> Running = new();

    private readonly TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private ITimer? _deadline;

    /// <summary>Completes when the model is there or the attempt was abandoned (look again), and fails with what everybody who waits shall see.</summary>
    public Task Outcome => _outcome.Task;

    public int Waiters { get; set; }

    /// <summary>Nobody waited any more, so the token was cancelled. Who comes while the attempt winds down waits for its end and starts the next one.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Whether the caller is inside this very load, where waiting for it would be waiting for itself.</summary>
    public bool IsRunningHere => ReferenceEquals(Running.Value, this);

    /// <summary>Loads on a thread of its own.</summary>
    /// <remarks>
    /// Not on the caller's, so that also the first caller can leave; not on a pool thread, because all of those may be blocked in
    /// <see cref="ModelCache{TModel}.Lease"/>, waiting for this. The load sees no ambient state (culture of the request, trace, HttpContext) of whoever came first.
    /// </remarks>
    public void Start(ModelLoader<TModel> loader, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        try
        {
            if (timeout != Timeout.InfiniteTimeSpan)
            {
                _deadline = time.CreateTimer(_ => TimeOut(timeout, logger), null, timeout, Timeout.InfiniteTimeSpan);
            }

            new Thread(() => Run(loader)) { IsBackground = true, Name = $"Load {typeof(TModel).Name}" }.UnsafeStart();
        }
        catch (Exception exception)
        {
            // No timer or no thread: the attempt must not stay behind as one that everybody joins and nobody runs.
            cache.Finish(this, null, exception);
        }
    }

    public void Cancel() => _ = _cancellation.CancelAsync();

    public void Abort(Exception exception)
    {
        Fail(exception);
        Cancel();
    }

    public void End(Exception? exception)
    {
        _deadline?.Dispose();
        if (exception is null)
        {
            _outcome.TrySetResult();
        }
        else
        {
            Fail(exception);
        }
    }

    private void Run(ModelLoader<TModel> loader)
    {
        Running.Value = this;
        _ = RunAsync(loader);
    }

    private async Task RunAsync(ModelLoader<TModel> loader)
    {
        LoadedModel<TModel> model;
        try
        {
            model = await loader.LoadAsync(_cancellation.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cache.Finish(this, null, exception);
            return;
        }

        cache.Finish(this, model, null);
    }

    private void TimeOut(TimeSpan timeout, ILogger logger)
    {
        if (Fail(new TimeoutException($"Loading the model {typeof(TModel)} takes longer than {nameof(ModelCacheOptions.LoadTimeout)} ({timeout}).")))
        {
            ModelCacheLog.LoadTimedOut(logger, typeof(TModel), timeout);
            Cancel();
        }
    }

    private bool Fail(Exception exception)
    {
        var failed = _outcome.TrySetException(exception);

        // Perhaps nobody waits any more; then it is no unobserved failure.
        _ = _outcome.Task.Exception;
        return failed;
    }
}
