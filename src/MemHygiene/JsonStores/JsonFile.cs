using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.Extensions.Logging;

namespace MemHygiene.JsonStores;

/// <summary>
/// The disk's side of a store: loads a document when its file has changed, keeps the last good one when that fails, writes a new one.
/// </summary>
internal sealed class JsonFile<T>(
    string path, JsonTypeInfo<T> typeInfo, JsonStoreOptions options, TimeProvider time, JsonStoreMetrics metrics, ILogger logger)
{
    private readonly TimeSpan _timeToLive = options.TimeToLive;
    private readonly Func<object>? _defaultDocument = options.DefaultDocument;
    private FailedLoad? _failed;

    public DocumentSnapshot Load(DocumentSnapshot? last)
    {
        var checkedAt = time.GetTimestamp();
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
            var utf8 = ReadUtf8();
            _ = Parse(utf8);
            return Loaded(last, new(utf8, identity?.IsSettled(now) is true ? identity : null, checkedAt));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException && _defaultDocument is not null)
        {
            return Loaded(last, new(SerializeDefault(_defaultDocument), null, checkedAt));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var named = Name(failure);
            return last is null ? throw Remember(named, identity, checkedAt) : Keep(last, named, checkedAt);
        }
    }

    public void Forget() => Volatile.Write(ref _failed, null);

    /// <summary>A new object graph for every call: that is the isolation, for documents of every size.</summary>
    public T Parse(byte[] utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, typeInfo) ?? throw JsonStoreException.Null(path, typeof(T));
        }
        catch (JsonException malformed)
        {
            throw JsonStoreException.Malformed(path, typeof(T), malformed);
        }
        catch (Exception rejected) when (rejected is not (JsonStoreException or OutOfMemoryException))
        {
            // Constructors, setters and converters throw what they like.
            throw JsonStoreException.Rejected(path, typeof(T), rejected);
        }
    }

    public byte[] Serialize(T document) => JsonSerializer.SerializeToUtf8Bytes(document, typeInfo);

    /// <summary>The snapshot carries no identity: its file is too young to vouch for it.</summary>
    public DocumentSnapshot Write(byte[] utf8)
    {
        try
        {
            AtomicFile.Replace(path, utf8);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw JsonStoreException.NotSaved(path, failure);
        }

        metrics.Saved();
        return new(utf8, null, time.GetTimestamp());
    }

    private byte[] ReadUtf8()
    {
        // Delete is shared for Windows, where a save could not rename over an open file otherwise.
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        metrics.FileRead();
        var length = RandomAccess.GetLength(file);
        if (length > Array.MaxLength)
        {
            throw new IOException($"It has {length} bytes, more than an array can hold.");
        }

        var content = new byte[length];
        var count = 0;
        while (count < content.Length && RandomAccess.Read(file, content.AsSpan(count), count) is > 0 and var read)
        {
            count += read;
        }

        return DecodeAsText(count == content.Length ? content : content[..count]);
    }

    // What File.ReadAllText does with byte order marks, UTF-16 and broken UTF-8, so that a store can take its place.
    private static byte[] DecodeAsText(byte[] content)
    {
        if (Utf8.IsValid(content))
        {
            return content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        }

        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd());
    }

    private byte[] SerializeDefault(Func<object> defaultDocument) => defaultDocument() is T document
        ? Serialize(document)
        : throw new InvalidOperationException(
            $"The {nameof(JsonStoreOptions.DefaultDocument)} of the store for '{path}' did not return a {typeof(T)}.");

    private DocumentSnapshot Loaded(DocumentSnapshot? last, DocumentSnapshot loaded)
    {
        if (last is { IsStale: true })
        {
            logger.Recovered(path);
        }

        return loaded;
    }

    private DocumentSnapshot Keep(DocumentSnapshot last, JsonStoreException failure, long checkedAt)
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
    private void ThrowIfKnownToFail(DocumentSnapshot? last, FileIdentity? identity)
    {
        if (last is null && identity is not null && Volatile.Read(ref _failed) is { } failed
            && failed.Identity == identity && time.GetElapsedTime(failed.CheckedAt) < _timeToLive)
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
