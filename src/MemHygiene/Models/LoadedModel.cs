using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.Models;

/// <summary>One loaded model with the services that it was loaded from, from publication to the dispose after its last lease.</summary>
internal sealed class LoadedModel<TModel>(TModel value, AsyncServiceScope services, ILogger logger)
    where TModel : class
{
    private readonly LeaseSlots _slots = new();
    private readonly TaskCompletionSource _released = new();
    private TModel? _value = value;
    private volatile bool _retired;
    private int _releasing;

    /// <summary>Only for those who hold a lease, or who know that nobody can retire it.</summary>
    public TModel Value => _value!;

    /// <summary>Completes when the model and its services are disposed.</summary>
    public Task Released => _released.Task;

    /// <summary>Nobody held a lease when it was retired, or nobody does any more.</summary>
    public bool IsReleasing => Volatile.Read(ref _releasing) == 1;

    public LeaseSlots Leases => _slots;

    public bool TryLease(out ModelLease<TModel> lease)
    {
        var slot = _slots.Take(out var turn);
        lease = new ModelLease<TModel>(this, slot, turn);
        if (!_retired)
        {
            return true;
        }

        return BackOut(out lease, slot, turn);
    }

    public bool IsLeasedBy(int slot, long turn) => _slots.Holds(slot, turn);

    public void GiveBack(int slot, long turn)
    {
        if (_slots.GiveBack(slot, turn) && _retired)
        {
            ReleaseIfUnused();
        }
    }

    /// <summary>No new leases from now on; disposes the model as soon as there is no old one either.</summary>
    public void Retire()
    {
        _retired = true;

        // Against the fence in LeaseSlots.Take: a taker either sees the flag, or its slot is seen by the look below.
        Interlocked.MemoryBarrier();
        ReleaseIfUnused();
    }

    private bool BackOut([NotNullWhen(true)] out ModelLease<TModel> lease, int slot, long turn)
    {
        lease = default;

        // A look at the slots may have found just this one taken and left the model to whoever holds it: to us.
        GiveBack(slot, turn);
        return false;
    }

    private void ReleaseIfUnused()
    {
        if (_slots.IsEmpty && Interlocked.Exchange(ref _releasing, 1) == 0)
        {
            _ = ReleaseAsync();
        }
    }

    // Runs on whoever gives the last lease back: a request that has nothing to do with the model's failure to end, so it is logged, not thrown.
    private async Task ReleaseAsync()
    {
        try
        {
            await DisposeValueAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            ModelCacheLog.DisposeFailed(logger, exception, typeof(TModel));
        }

        try
        {
            await services.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            ModelCacheLog.DisposeFailed(logger, exception, typeof(TModel));
        }

        _released.SetResult();
    }

    private ValueTask DisposeValueAsync()
    {
        var value = _value;

        // A stale copy of a lease may outlive the model; it must not keep the memory.
        _value = null;
        switch (value)
        {
            case IAsyncDisposable asyncDisposable:
                return asyncDisposable.DisposeAsync();
            case IDisposable disposable:
                disposable.Dispose();
                return ValueTask.CompletedTask;
            default:
                return ValueTask.CompletedTask;
        }
    }
}
