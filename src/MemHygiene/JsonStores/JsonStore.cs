using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace MemHygiene.JsonStores;

/// <summary>
/// One JSON file as a typed document: read from disk at most once in its time to live, handed out as an isolated copy, replaced as a
/// whole and durably. Added with <c>AddMemHygiene().AddJsonStore&lt;T&gt;(path)</c>; a singleton; thread-safe.
/// </summary>
/// <typeparam name="T">The document.</typeparam>
public sealed class JsonStore<T>
{
    private readonly JsonFile<T> _file;
    private readonly SnapshotCache _cache;
    private readonly JsonStoreMetrics _metrics = new(typeof(T));
    private readonly SemaphoreSlim _saving = new(1, 1);
    private readonly TimeProvider _time;
    private readonly string _path;
    private bool _isSwept;

    internal JsonStore(string path, JsonTypeInfo<T> typeInfo, JsonStoreOptions options, TimeProvider time, ILogger logger)
    {
        _path = path;
        _time = time;
        _file = new(path, typeInfo, options, time, _metrics, logger);
        _cache = new(time, options.TimeToLive, _file.Load);
    }

    /// <summary>How many times the file's content was read from disk.</summary>
    internal long FileReads => _metrics.FileReadCount;

    /// <summary>The document in memory, if there is one.</summary>
    internal DocumentSnapshot? Cached => _cache.Current;

    /// <summary>
    /// Gives the document, as an object graph of the caller's own. If its time to live is over, one caller looks at the file and the
    /// others wait for it. If a changed file cannot be loaded, the last good document is served and a warning logged.
    /// </summary>
    /// <returns>A copy that nobody else sees, whatever the document's size and whoever loaded it.</returns>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    public T Read() => Copy(_cache.Get());

    /// <summary>
    /// As <see cref="Read"/>, without blocking a thread while another caller loads. The caller that loads does so on its own thread.
    /// </summary>
    /// <param name="cancellationToken">Ends this caller's wait; a load that others wait for goes on.</param>
    /// <returns>A copy that nobody else sees, whatever the document's size and whoever loaded it.</returns>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<T> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Copy(await _cache.GetAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Replaces the file by the document, atomically and durably: when the call returns, the document is on the disk and every later read
    /// sees it. Saves of one store run one after the other. The document is the caller's to change again afterwards.
    /// </summary>
    /// <param name="document">The whole document.</param>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    /// <exception cref="JsonStoreException">The file could not be written; only this call fails, readers keep what they had.</exception>
    public void Save(T document)
    {
        ArgumentNullException.ThrowIfNull(document);

        var utf8 = _file.Serialize(document);
        _saving.Wait();
        try
        {
            Write(utf8);
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>
    /// As <see cref="Save"/>, without blocking the caller's thread. The document may be changed as soon as the call has returned its
    /// task.
    /// </summary>
    /// <param name="document">The whole document.</param>
    /// <param name="cancellationToken">Ends the wait for other saves. Once its own writing has begun, a save is finished.</param>
    /// <returns>Completed when the document is on the disk.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    /// <exception cref="JsonStoreException">The file could not be written; only this call fails, readers keep what they had.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing was saved.</exception>
    public Task SaveAsync(T document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);

        return SaveUtf8Async(_file.Serialize(document), cancellationToken);
    }

    /// <summary>Forgets the document and frees its memory; the next read reads the file.</summary>
    public void Clear()
    {
        _file.Forget();
        _cache.Clear();
    }

    /// <summary>Frees the document's memory, unless another one has taken its place.</summary>
    internal void Drop(DocumentSnapshot document) => _cache.Drop(document);

    private async Task SaveUtf8Async(byte[] utf8, CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // No system in use flushes asynchronously, and a flush takes milliseconds.
            await Task.Run(() => Write(utf8), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }

    private void Write(byte[] utf8)
    {
        _cache.Put(_file.Write(utf8));
        if (!_isSwept)
        {
            _isSwept = true;
            AtomicFile.SweepAbandoned(_path, _time.GetUtcNow());
        }
    }

    private T Copy(DocumentSnapshot snapshot)
    {
        if (snapshot.IsStale)
        {
            _metrics.StaleRead();
        }

        return _file.Parse(snapshot.Utf8);
    }
}
