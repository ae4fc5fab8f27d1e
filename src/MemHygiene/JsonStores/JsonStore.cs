using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using MemHygiene.JsonStores.Copying;
using MemHygiene.Pressure;
using Microsoft.Extensions.Logging;

namespace MemHygiene.JsonStores;

/// <summary>
/// One JSON file as a typed document: read from disk at most once in its time to live, handed out as an isolated copy, replaced as a
/// whole and durably, changed without losing what others change. Added with <c>AddMemHygiene().AddJsonStore&lt;T&gt;(path)</c>; a singleton; thread-safe.
/// </summary>
/// <typeparam name="T">The document.</typeparam>
public sealed partial class JsonStore<T>
{
    private static readonly TimeSpan UnreadAtWarning = TimeSpan.FromSeconds(30);

    private readonly JsonFile<T> _file;
    private readonly SnapshotCache<T> _cache;
    private readonly DocumentCopier<T> _copier;
    private readonly PartCopiers _parts;
    private readonly JsonStoreMetrics _metrics = new(typeof(T));
    private readonly WriteQueue _writers;
    private readonly ChangeWatch _watch;
    private readonly Lazy<string?> _objection;
    private readonly TimeSpan _timeToLive;
    private readonly TimeProvider _time;
    private readonly string _path;
    private bool _isSwept;

    internal JsonStore(
        string path, JsonTypeInfo<T> typeInfo, JsonStoreOptions options, TimeProvider time, ILogger logger, Func<string, DocumentLock?>? tryTakeLock = null)
    {
        _timeToLive = options.TimeToLive;
        _path = path;
        _time = time;
        Clock = new(time);
        _file = new(path, typeInfo, options, time, Clock, _metrics, logger);
        _cache = new(Clock, options.TimeToLive, Load);
        _copier = new(typeInfo);
        if (_copier.Reason is { } reason)
        {
            logger.CopiesThroughSerializer(path, reason);
        }

        _parts = new(typeInfo.Options);
        _writers = new(path, options.LockTimeout, time, tryTakeLock ?? DocumentLock.TryTake);
        _watch = new(time, options.TimeToLive > TimeSpan.Zero ? options.TimeToLive : TimeSpan.FromSeconds(1), () => _cache.Get().Version, logger.HandlerFailed);
        _objection = new(() => ImmutableGraph.Objection(typeof(T), typeInfo.Options));
    }

    /// <summary>How many times the file's content was read from disk.</summary>
    internal long FileReads => _metrics.FileReadCount;

    /// <summary>The document in memory, if there is one.</summary>
    internal DocumentSnapshot<T>? Cached => _cache.Current;

    /// <summary>Told of every document that was loaded, before readers get it.</summary>
    internal Action<JsonStore<T>, DocumentSnapshot<T>>? Loaded { get; init; }

    /// <summary>The clock by which documents age.</summary>
    internal CoarseClock Clock { get; }

    /// <summary>
    /// Gives the document, as an object graph of the caller's own. If its time to live is over, one caller looks at the file and the
    /// others wait for it. If a changed file cannot be loaded, the last good document is served and a warning logged.
    /// </summary>
    /// <returns>A copy that nobody else sees, whatever the document's size and whoever loaded it.</returns>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    public T Read() => _copier.Copy(Counted(_cache.GetByClock()).Document);

    /// <summary>
    /// As <see cref="Read()"/>, without blocking a thread while another caller loads. The caller that loads does so on its own thread.
    /// </summary>
    /// <param name="cancellationToken">Ends this caller's wait; a load that others wait for goes on.</param>
    /// <returns>A copy that nobody else sees, whatever the document's size and whoever loaded it.</returns>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<T> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _copier.Copy(Counted(await _cache.GetAsync(cancellationToken).ConfigureAwait(false)).Document);
    }

    /// <summary>
    /// Asks the document one question, without copying it: <c>store.Read(document => document.Items.Count)</c>. The projection sees the instance that all readers share.
    /// </summary>
    /// <remarks>
    /// The projection must change nothing in the document and let nothing changeable out of it: its result must be new or immutable. <see cref="ReadCopy{TPart}"/> gives out parts.
    /// </remarks>
    /// <typeparam name="TResult">The answer.</typeparam>
    /// <param name="projection">Reads from the document.</param>
    /// <returns>What the projection returned.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="projection"/> is null.</exception>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    public TResult Read<TResult>(Func<T, TResult> projection)
    {
        ArgumentNullException.ThrowIfNull(projection);

        return projection(Counted(_cache.Get()).Document);
    }

    /// <summary>
    /// As <see cref="Read{TResult}(Func{T, TResult})"/>, for a projection that needs something of its caller's and allocates no closure for it:
    /// <c>store.Read(id, static (id, document) => document.Items[id].Price)</c>.
    /// </summary>
    /// <typeparam name="TState">What the projection needs.</typeparam>
    /// <typeparam name="TResult">The answer.</typeparam>
    /// <param name="state">Passed on to the projection.</param>
    /// <param name="projection">Reads from the document, and changes nothing in it.</param>
    /// <returns>What the projection returned.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="projection"/> is null.</exception>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    public TResult Read<TState, TResult>(TState state, Func<TState, T, TResult> projection)
    {
        ArgumentNullException.ThrowIfNull(projection);

        return projection(state, Counted(_cache.Get()).Document);
    }

    /// <summary>Gives a part of the document, as an object graph of the caller's own: <c>store.ReadCopy(document => document.Items[id])</c>. Only that part is copied.</summary>
    /// <typeparam name="TPart">The part. Beside a <see cref="JsonTypeInfo{T}"/>, its context must know it.</typeparam>
    /// <param name="selection">Finds the part in the document, and changes nothing in it.</param>
    /// <returns>A copy that nobody else sees; null if the part is null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selection"/> is null.</exception>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    /// <exception cref="NotSupportedException">The store's serializer does not know <typeparamref name="TPart"/>.</exception>
    public TPart ReadCopy<TPart>(Func<T, TPart> selection) => _parts.Copy(Read(selection));

    /// <summary>Gives a part of the document, as <see cref="ReadCopy{TPart}(Func{T, TPart})"/> does, without a closure for what the selection needs.</summary>
    /// <typeparam name="TState">What the selection needs.</typeparam>
    /// <typeparam name="TPart">The part. Beside a <see cref="JsonTypeInfo{T}"/>, its context must know it.</typeparam>
    /// <param name="state">Passed on to the selection.</param>
    /// <param name="selection">Finds the part in the document, and changes nothing in it.</param>
    /// <returns>A copy that nobody else sees; null if the part is null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selection"/> is null.</exception>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    /// <exception cref="NotSupportedException">The store's serializer does not know <typeparamref name="TPart"/>.</exception>
    public TPart ReadCopy<TState, TPart>(TState state, Func<TState, T, TPart> selection) => _parts.Copy(Read(state, selection));

    /// <summary>Gives the document with the version that it is of, for <see cref="TrySaveAsync"/>. The version may be as old as the time to live allows.</summary>
    /// <returns>A copy that nobody else sees, and its version.</returns>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    public JsonStoreDocument<T> ReadVersioned()
    {
        var snapshot = Counted(_cache.GetByClock());
        return new(_copier.Copy(snapshot.Document), snapshot.Version);
    }

    /// <summary>Forgets the document and frees its memory; the next read reads the file.</summary>
    public void Clear()
    {
        _file.Forget();
        _cache.Clear();
    }

    /// <summary>Frees the document's memory, unless another one has taken its place.</summary>
    internal void Drop(DocumentSnapshot<T> document) => _cache.Drop(document);

    /// <summary>
    /// The document in memory, if low memory is a reason to forget it: nobody has read it for a while. One that is read is looked at anew with every time to live, so it is not older than
    /// that. A stale one is all there is until its file can be loaded again.
    /// </summary>
    internal DocumentSnapshot<T>? Unread(MemoryLevel level)
    {
        var unread = level == MemoryLevel.Critical ? _timeToLive * 2 : UnreadAtWarning + _timeToLive;
        return Cached is { IsStale: false } document && Clock.Now - document.CheckedAt > Clock.Ticks(unread) ? document : null;
    }

    private DocumentSnapshot<T> Load(DocumentSnapshot<T>? last)
    {
        var document = _file.Load(last);
        if (!document.IsStale)
        {
            _watch.Seen(document.Version);
            if (last is null || !ReferenceEquals(last.Document, document.Document))
            {
                Loaded?.Invoke(this, document);
            }
        }

        return document;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DocumentSnapshot<T> Counted(DocumentSnapshot<T> snapshot)
    {
        if (snapshot.IsStale)
        {
            CountStale();
        }

        return snapshot;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountStale() => _metrics.StaleRead();
}
