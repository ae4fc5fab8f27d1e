using System.Text.Json;

namespace MemHygiene.JsonStores;

/// <summary>Settings of one <see cref="JsonStore{T}"/>.</summary>
public sealed class JsonStoreOptions
{
    /// <summary>
    /// How long a document is served before the file is looked at again. The content is read at most once in this time, whatever the
    /// load; a file that has not changed is not read again at all.
    /// </summary>
    /// <value>2 seconds. Zero looks at the file on every read.</value>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How documents are read and written. The instance becomes read-only with the store's first use, as it does in any serializer call.
    /// </summary>
    /// <value>Null: <see cref="JsonSerializerOptions.Default"/>. Must stay null beside a JsonTypeInfo.</value>
    public JsonSerializerOptions? SerializerOptions { get; set; }

    /// <summary>
    /// Makes the document that readers get as long as the file does not exist. It must return the store's document type. The file is not
    /// created by reading, only by saving.
    /// </summary>
    /// <value>Null: reading a missing file throws <see cref="JsonStoreException"/>.</value>
    public Func<object>? DefaultDocument { get; set; }

    /// <summary>
    /// How long a save or an update waits for those before it, in this process and others, before it throws a <see cref="JsonStoreException"/> that says who holds the lock.
    /// </summary>
    /// <value>30 seconds.</value>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Wraps the file's stream for reading: decrypts or decompresses what <see cref="OpenWrite"/> wrote. The store disposes of the stream that it returns, and what it throws is named
    /// with the file. Called for every load, possibly by several threads at once.
    /// </summary>
    /// <value>Null: the file is the JSON.</value>
    public Func<Stream, Stream>? OpenRead { get; set; }

    /// <summary>
    /// Wraps the file's stream for writing: encrypts or compresses. The store disposes of the stream that it returns, which must write all that is left then. Called for every save,
    /// possibly by several threads at once.
    /// </summary>
    /// <value>Null: the file is the JSON.</value>
    public Func<Stream, Stream>? OpenWrite { get; set; }
}
