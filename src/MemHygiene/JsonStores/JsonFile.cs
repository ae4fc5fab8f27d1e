using System.Text.Json.Serialization.Metadata;
using MemHygiene.JsonStores.Copying;
using Microsoft.Extensions.Logging;

namespace MemHygiene.JsonStores;

/// <summary>
/// The disk's side of a store: loads a document when its file has changed, keeps the last good one when that fails, writes a new one.
/// </summary>
internal sealed class JsonFile<T>(
    string path, JsonTypeInfo<T> typeInfo, JsonStoreOptions options, TimeProvider time, CoarseClock clock, JsonStoreMetrics metrics, ILogger logger)
{
    private readonly JsonContent<T> _content = new(path, typeInfo, options, metrics);
    private readonly GraphSize _size = new();
    private readonly long _timeToLive = clock.Ticks(options.TimeToLive);
    private readonly Func<object>? _defaultDocument = options.DefaultDocument;
    private FailedLoad? _failed;

    public DocumentSnapshot<T> Load(DocumentSnapshot<T>? last)
    {
        var checkedAt = clock.Now;
        var now = time.GetUtcNow();

        // Before the content: should it change in between, the identity is the older one, and the next look reads again.
        var identity = FileIdentity.Of(path);
        if (last?.Identity is { } known && known == identity)
        {
            return last with { CheckedAt = checkedAt };
        }

        ThrowIfKnownToFail(last, identity);
        try
        {
            return Loaded(last, Read(checkedAt, identity?.IsSettled(now) is true ? identity : null));
        }
        catch (Exception missing) when (IsMissing(missing) && _defaultDocument is not null)
        {
            return Loaded(last, Default(checkedAt));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var named = Name(failure);
            return last is null ? throw Remember(named, identity, checkedAt) : Keep(last, named, checkedAt);
        }
    }

    /// <summary>
    /// The document as the file has it now, for a writer that holds the lock: a graph of its own, and the version. The file is read unless the cached document is known to be the same.
    /// </summary>
    /// <exception cref="JsonStoreException">It cannot be read: there is no falling back on an older document, as that would be written over the file.</exception>
    public JsonStoreDocument<T> ReadForUpdate(DocumentSnapshot<T>? cached, DocumentCopier<T> copier)
    {
        try
        {
            if (cached?.Identity is { } known && known == FileIdentity.Of(path))
            {
                return new(copier.Copy(cached.Document), cached.Version);
            }

            var (document, version, _) = _content.Read();
            return new(document, version);
        }
        catch (Exception missing) when (IsMissing(missing) && _defaultDocument is not null)
        {
            return new(Default(0).Document, default);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Name(failure);
        }
    }

    /// <summary>The version of the file as it is now, for a writer that holds the lock.</summary>
    /// <exception cref="JsonStoreException">It cannot be read.</exception>
    public JsonStoreVersion CurrentVersion(DocumentSnapshot<T>? cached)
    {
        try
        {
            return cached?.Identity is { } known && known == FileIdentity.Of(path) ? cached.Version : _content.ReadVersion();
        }
        catch (Exception missing) when (IsMissing(missing))
        {
            return default;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Name(failure);
        }
    }

    public void Forget() => Volatile.Write(ref _failed, null);

    /// <summary>Writes a document beside its file. Nothing of it is on the disk for certain yet.</summary>
    /// <exception cref="JsonStoreException">The folder cannot be written to.</exception>
    public PreparedDocument Prepare(T document, string target)
    {
        ReplacementFile? replacement = null;
        try
        {
            replacement = new ReplacementFile(target);
            var (version, _) = _content.Write(replacement.Content, document);
            return new(replacement, target, version);
        }
        catch (Exception failure)
        {
            replacement?.Dispose();
            if (failure is IOException or UnauthorizedAccessException)
            {
                throw JsonStoreException.NotSaved(path, failure);
            }

            throw;
        }
    }

    private static bool IsMissing(Exception failure) => failure is FileNotFoundException or DirectoryNotFoundException;

    private DocumentSnapshot<T> Read(long checkedAt, FileIdentity? identity)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (document, version, length) = _content.Read();
        return new(document, identity, version, _size.Estimate(length, GC.GetAllocatedBytesForCurrentThread() - before), checkedAt);
    }

    // Made by the serializer like any other document: the factory may keep its own, and may give the same one each time.
    private DocumentSnapshot<T> Default(long checkedAt) => _defaultDocument!() is T document
        ? new(_content.RoundTrip(document), null, default, 0, checkedAt)
        : throw new InvalidOperationException(
            $"The {nameof(JsonStoreOptions.DefaultDocument)} of the store for '{path}' did not return a {typeof(T)}.");

    private DocumentSnapshot<T> Loaded(DocumentSnapshot<T>? last, DocumentSnapshot<T> loaded)
    {
        if (last is { IsStale: true })
        {
            logger.Recovered(path);
        }

        return loaded;
    }

    private DocumentSnapshot<T> Keep(DocumentSnapshot<T> last, JsonStoreException failure, long checkedAt)
    {
        if (!last.IsStale)
        {
            logger.KeepingLastGood(path, failure.Message);
        }

        return last with { Identity = null, CheckedAt = checkedAt, IsStale = true };
    }

    private JsonStoreException Name(Exception failure) => failure switch
    {
        JsonStoreException named => named,
        FileNotFoundException or DirectoryNotFoundException => JsonStoreException.Missing(path, failure),
        _ => JsonStoreException.Unreadable(path, failure),
    };

    // Without a good document every reader comes here. The same broken file is still read once in the time to live only.
    private void ThrowIfKnownToFail(DocumentSnapshot<T>? last, FileIdentity? identity)
    {
        if (last is null && identity is not null && Volatile.Read(ref _failed) is { } failed
            && failed.Identity == identity && clock.Now - failed.CheckedAt < _timeToLive)
        {
            throw failed.Failure;
        }
    }

    private JsonStoreException Remember(JsonStoreException failure, FileIdentity? identity, long checkedAt)
    {
        Volatile.Write(ref _failed, new(failure, identity, checkedAt));
        return failure;
    }

    private sealed record FailedLoad(JsonStoreException Failure, FileIdentity? Identity, long CheckedAt);
}
