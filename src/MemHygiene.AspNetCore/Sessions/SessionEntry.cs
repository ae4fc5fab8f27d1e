using Microsoft.Extensions.Caching.Distributed;

namespace MemHygiene.AspNetCore.Sessions;

/// <summary>
/// The store as one request's session sees it: its entry is fetched at most once, and not at all when the key was made in this request.
/// The framework's session reads again before a write, only to log whether the entry was there.
/// </summary>
internal sealed class SessionEntry(IDistributedCache store, bool isNew) : IDistributedCache
{
    private byte[]? _value;
    private bool _isKnown = isNew;

    public byte[]? Get(string key) => _isKnown ? _value : Know(store.Get(key));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        _isKnown ? _value : Know(await store.GetAsync(key, token).ConfigureAwait(false));

    public void Refresh(string key) => store.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => store.RefreshAsync(key, token);

    public void Remove(string key)
    {
        store.Remove(key);
        Know(null);
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await store.RemoveAsync(key, token).ConfigureAwait(false);
        Know(null);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        store.Set(key, value, options);
        Know(value);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await store.SetAsync(key, value, options, token).ConfigureAwait(false);
        Know(value);
    }

    private byte[]? Know(byte[]? value)
    {
        _isKnown = true;
        return _value = value;
    }
}
