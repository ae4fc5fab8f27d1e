using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>The pooled list behind <see cref="RequestCleanup"/>: lent to one request at a time, disposed by the server when that request has ended.</summary>
internal sealed class CleanupRegistry : IDisposable
{
    public const int InitialEntries = 4;

    /// <summary>Left in the features of a request that has ended, so that late callers meet it and not a registry that serves somebody else by now.</summary>
    private static readonly CleanupRegistry Ended = new(owner: null);

    private readonly CleanupPool? _owner;
    private readonly Lock _gate = new();
    private CleanupEntry[] _entries = new CleanupEntry[InitialEntries];
    private int _count;
    private long _generation;

    // Null while in the pool.
    private IFeatureCollection? _features;

    public CleanupRegistry(CleanupPool? owner) => _owner = owner;

    public long Generation => Volatile.Read(ref _generation);

    internal int Capacity => _entries.Length;

    public void Open(HttpContext context)
    {
        lock (_gate)
        {
            _features = context.Features;
        }

        context.Features.Set(this);
        context.Response.RegisterForDispose(this);
    }

    public void Add(long generation, in CleanupEntry entry)
    {
        // The lock keeps a task that outlives its request from adding, between the check and the store, to the next request's list.
        lock (_gate)
        {
            ThrowIfEnded(generation);
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, _count * 2);
            }

            _entries[_count++] = entry;
        }
    }

    public bool AddBackground(long generation, Func<IServiceProvider, CancellationToken, ValueTask> work)
    {
        ThrowIfEnded(generation);
        if (!_owner!.TryReserveBackground())
        {
            return false;
        }

        try
        {
            Add(generation, new CleanupEntry(
                static (owner, item) => ((CleanupPool)owner!).Enqueue((Func<IServiceProvider, CancellationToken, ValueTask>)item!),
                _owner,
                work));
        }
        catch (ObjectDisposedException)
        {
            _owner.ReleaseBackground();
            throw;
        }

        return true;
    }

    public void ThrowIfEnded(long generation) =>
        ObjectDisposedException.ThrowIf(generation != _generation || _features is null, typeof(RequestCleanup));

    /// <summary>Called by the server: runs the entries, newest first, and goes back to the pool. Entries that callbacks add still run.</summary>
    public void Dispose()
    {
        IFeatureCollection? endedFeatures;
        while (TryTake(out var entry, out endedFeatures))
        {
            try
            {
                entry.Run();
            }
            catch (Exception exception)
            {
                _owner!.CallbackFailed(exception);
            }
        }

        if (endedFeatures is not null)
        {
            endedFeatures.Set(Ended);
            _owner!.Return(this);
        }
    }

    public void TrimTo(int maxEntries)
    {
        if (_entries.Length > maxEntries)
        {
            _entries = new CleanupEntry[InitialEntries];
        }
    }

    private bool TryTake(out CleanupEntry entry, out IFeatureCollection? endedFeatures)
    {
        lock (_gate)
        {
            if (_count > 0)
            {
                endedFeatures = null;
                entry = _entries[--_count];
                _entries[_count] = default;
                return true;
            }

            // In the same locked step as the look that found nothing: whatever is added later is refused, nothing is forgotten.
            entry = default;
            endedFeatures = _features;
            _features = null;
            _generation++;
            return false;
        }
    }
}
