using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace MemHygiene.AspNetCore.Tests.Sessions;

/// <summary>A distributed cache with a clock of its own that counts its calls and, as the real ones do, slides an entry's expiry with every use.</summary>
internal sealed class CountingCache(TimeProvider clock) : IDistributedCache
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new();
    private int _gets;
    private int _sets;
    private int _refreshes;

    public Exception? Failure { get; set; }

    /// <summary>Slide on refresh and write only: the least that the interface promises.</summary>
    public bool SlidesOnGet { get; init; } = true;

    public (int Get, int Set, int Refresh) Calls => (_gets, _sets, _refreshes);

    public IEnumerable<string> Keys => _entries.Keys;

    public void ResetCalls() => _gets = _sets = _refreshes = 0;

    public byte[]? Peek(string key) => _entries.TryGetValue(key, out var entry) && entry.ExpiresAt > clock.GetUtcNow() ? entry.Value : null;

    public byte[]? Get(string key)
    {
        Count(ref _gets);
        var value = Peek(key);
        if (SlidesOnGet)
        {
            Slide(key);
        }

        return value;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        Count(ref _sets);
        _entries[key] = new Entry(value, options.SlidingExpiration!.Value, clock.GetUtcNow() + options.SlidingExpiration.Value);
    }

    public void Refresh(string key)
    {
        Count(ref _refreshes);
        Slide(key);
    }

    public void Remove(string key) => _entries.TryRemove(key, out _);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Set(key, value, options);
        return Task.CompletedTask;
    }

    public Task RefreshAsync(string key, CancellationToken token = default)
    {
        Refresh(key);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Remove(key);
        return Task.CompletedTask;
    }

    private void Count(ref int calls)
    {
        Interlocked.Increment(ref calls);
        if (Failure is not null)
        {
            throw Failure;
        }
    }

    private void Slide(string key)
    {
        if (Peek(key) is not null && _entries.TryGetValue(key, out var entry))
        {
            _entries[key] = entry with { ExpiresAt = clock.GetUtcNow() + entry.Sliding };
        }
    }

    private sealed record Entry(byte[] Value, TimeSpan Sliding, DateTimeOffset ExpiresAt);
}
