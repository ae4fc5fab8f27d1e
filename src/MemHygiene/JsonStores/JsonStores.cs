using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using MemHygiene.Pressure;
using Microsoft.Extensions.Logging;

namespace MemHygiene.JsonStores;

/// <summary>
/// JSON files of one type, one for each key: a document for each tenant, user or conversation. Each is a <see cref="JsonStore{T}"/>; all together stay within a bound. Added with
/// <c>AddMemHygiene().AddJsonStores&lt;T&gt;("tenants/{key}.json")</c>; a singleton; thread-safe.
/// </summary>
/// <typeparam name="T">The document.</typeparam>
public sealed class JsonStores<T> : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Entry> _entries = new();
    private readonly string _path;
    private readonly JsonTypeInfo<T> _typeInfo;
    private readonly JsonStoresOptions _options;
    private readonly TimeProvider _time;
    private readonly CoarseClock _clock;
    private readonly ILogger _logger;

    internal JsonStores(string path, JsonTypeInfo<T> typeInfo, JsonStoresOptions options, TimeProvider time, ILogger logger)
    {
        (_path, _typeInfo, _options, _time, _logger) = (path, typeInfo, options, time, logger);
        _clock = new(time);
    }

    /// <summary>The documents in memory.</summary>
    internal IEnumerable<(JsonStore<T> Store, DocumentSnapshot<T> Document)> Cached =>
        from entry in _entries.Values
        let store = entry.Store
        let document = store?.Cached
        where document is not null
        select (store, document);

    /// <summary>How many keys take memory, with a document or without.</summary>
    internal int Count => _entries.Count;

    /// <summary>
    /// Gives the store of one key. Nothing is read yet, and the file need not exist. The same key gives the same store for as long as somebody holds it or its document is in memory;
    /// a store that is held goes on working when its document has made room for others.
    /// </summary>
    /// <param name="key">
    /// 1 to 100 of the characters a to z, 0 to 9, <c>-</c>, <c>_</c> and <c>.</c>, beginning with a letter or a digit and not ending with a dot. No capitals: on some file systems they
    /// would name the same file, on others another. Names that Windows keeps for devices are refused everywhere.
    /// </param>
    /// <returns>The store over that key's file.</returns>
    /// <exception cref="ArgumentException">It is no such key. Nothing outside the folder can be named.</exception>
    public JsonStore<T> Get(string key)
    {
        ArgumentNullException.ThrowIfNull(key);

        if (!_entries.TryGetValue(key, out var entry) || entry.Alive is not { } store)
        {
            StoreKey.ThrowIfUnsafe(key);
            (entry, store) = Open(key);
        }

        entry.UsedAt = _clock.Now;
        return store;
    }

    /// <summary>Gives back the documents that nobody has read for a while.</summary>
    internal void Release(MemoryLevel level)
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values)
            {
                if (entry.Store is { } store && store.Unread(level) is { } document)
                {
                    store.Drop(document);
                    entry.Store = null;
                }
            }

            ForgetTheDead();
        }
    }

    /// <summary>Ends the looking for those who wait for changes.</summary>
    void IDisposable.Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            (entry.Alive as IDisposable)?.Dispose();
        }
    }

    private (Entry Entry, JsonStore<T> Store) Open(string key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var there) && there.Alive is { } alive)
            {
                return (there, alive);
            }

            Entry? entry = null;
            var store = new JsonStore<T>(_path.Replace("{key}", key, StringComparison.Ordinal), _typeInfo, _options.Documents, _time, _logger)
            {
                Loaded = (loaded, document) => MakeRoom(entry!, loaded, document),
            };
            entry = _entries[key] = new Entry(store);
            MakeRoom(entry, store, loading: null);
            return (entry, store);
        }
    }

    // Called before the document can be found in its store: it is counted by itself, and is not among those that go.
    private void MakeRoom(Entry entry, JsonStore<T> store, DocumentSnapshot<T>? loading)
    {
        lock (_gate)
        {
            entry.Store = store;
            var kept = _entries.Values.Where(other => other != entry && other.Store is not null).ToArray();
            var bytes = (loading?.EstimatedBytes ?? 0) + kept.Sum(other => other.Bytes);
            var count = kept.Length + 1;
            if (bytes <= _options.MaxBytes && count <= _options.MaxDocuments)
            {
                return;
            }

            // An eighth more than need be, so that not every new document looks through all others.
            var maxBytes = _options.MaxBytes - (_options.MaxBytes / 8);
            var maxDocuments = _options.MaxDocuments - (_options.MaxDocuments / 8);
            foreach (var oldest in kept.OrderBy(other => other.LastRead))
            {
                if (bytes <= maxBytes && count <= maxDocuments)
                {
                    break;
                }

                bytes -= oldest.Bytes;
                count--;
                oldest.Forget();
            }

            ForgetTheDead();
        }
    }

    // Keys without a document whose store nobody holds.
    private void ForgetTheDead()
    {
        foreach (var (key, entry) in _entries)
        {
            if (entry.Alive is null)
            {
                _entries.TryRemove(key, out _);
            }
        }
    }

    private sealed class Entry(JsonStore<T> store)
    {
        private readonly WeakReference<JsonStore<T>> _weak = new(store);

        /// <summary>Held as long as its document counts.</summary>
        public JsonStore<T>? Store { get; set; } = store;

        public long UsedAt { get; set; }

        public JsonStore<T>? Alive => _weak.TryGetTarget(out var alive) ? alive : null;

        public long Bytes => Store?.Cached?.EstimatedBytes ?? 0;

        public long LastRead => Math.Max(UsedAt, Store?.Cached?.CheckedAt ?? long.MinValue);

        public void Forget()
        {
            if (Store?.Cached is { } document)
            {
                Store.Drop(document);
            }

            Store = null;
        }
    }
}
