using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MemHygiene.JsonStores;

/// <summary>
/// Turns a file's bytes into a document and a document into bytes, in pieces: the memory that it takes does not grow with the file. What passes is encrypted or compressed by the
/// application's streams, if it has any.
/// </summary>
internal sealed class JsonContent<T>(string path, JsonTypeInfo<T> typeInfo, JsonStoreOptions options, JsonStoreMetrics metrics)
{
    private readonly Func<Stream, Stream>? _openRead = options.OpenRead;
    private readonly Func<Stream, Stream>? _openWrite = options.OpenWrite;

    /// <summary>A new graph for every call.</summary>
    /// <exception cref="JsonStoreException">It is malformed, null, or the type or a stream did not take it.</exception>
    public (T Document, JsonStoreVersion Version, long Length) Read()
    {
        try
        {
            return ReadAs(encoding: null);
        }
        catch (JsonStoreException failure) when (failure.InnerException is not null && OtherEncoding() is { } encoding)
        {
            return ReadAs(encoding);
        }
    }

    /// <summary>The version of what the file holds, whether it is a document or not.</summary>
    public JsonStoreVersion ReadVersion()
    {
        using var file = Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return new HashingStream(file, hash, writes: false).Finish();
    }

    /// <summary>Writes all of the document and says what it has become. The file stays open.</summary>
    public (JsonStoreVersion Version, long Length) Write(Stream file, T document)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counted = new HashingStream(file, hash, writes: true);
        using (var stream = _openWrite?.Invoke(counted) ?? counted)
        {
            JsonSerializer.Serialize(stream, document, typeInfo);
        }

        return (counted.Finish(), counted.Count);
    }

    /// <summary>What the serializer makes of a document of the application's: one that nobody else has.</summary>
    public T RoundTrip(T document) =>
        NotNull(JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(document, typeInfo), typeInfo));

    private (T Document, JsonStoreVersion Version, long Length) ReadAs(Encoding? encoding)
    {
        using var file = Open();
        metrics.FileRead();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counted = new HashingStream(file, hash, writes: false);
        using var stream = Decoded(counted, encoding);
        var document = Parse(stream);
        return (document, counted.Finish(), counted.Count);
    }

    private T Parse(Stream stream)
    {
        try
        {
            return NotNull(JsonSerializer.Deserialize(stream, typeInfo));
        }
        catch (JsonException malformed)
        {
            throw JsonStoreException.Malformed(path, typeof(T), malformed);
        }
        catch (Exception rejected) when (rejected is not (JsonStoreException or OutOfMemoryException or IOException or UnauthorizedAccessException))
        {
            // Constructors, setters, converters and decrypting streams throw what they like.
            throw JsonStoreException.Rejected(path, typeof(T), rejected);
        }
    }

    private T NotNull(T? document) => document ?? throw JsonStoreException.Null(path, typeof(T));

    // Delete is shared for Windows, where a save could not rename over an open file otherwise. The serializer has a pooled buffer of its own.
    private FileStream Open() => new(path, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });

    private Stream Decoded(HashingStream counted, Encoding? encoding)
    {
        var stream = _openRead?.Invoke(counted) ?? counted;
        return encoding is null ? stream : Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8);
    }

    // The serializer takes UTF-8 only, and a document in it needs no second look. What else File.ReadAllText reads is UTF-16 and UTF-32 with a byte order mark, and broken UTF-8 with
    // each broken part replaced, so that a store can take its place.
    private Encoding? OtherEncoding()
    {
        using var file = Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = Decoded(new HashingStream(file, hash, writes: false), encoding: null);
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            var buffer = new char[4_096];
            while (reader.Read(buffer) > 0)
            {
            }

            return reader.CurrentEncoding is UTF8Encoding ? null : reader.CurrentEncoding;
        }
        catch (DecoderFallbackException)
        {
            return Encoding.UTF8;
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            return null; // The first failure says more.
        }
    }
}
