namespace MemHygiene.JsonStores;

/// <summary>Settings of a <see cref="JsonStores{T}"/>.</summary>
public sealed class JsonStoresOptions
{
    /// <summary>Settings that each of the documents has.</summary>
    public JsonStoreOptions Documents { get; } = new();

    /// <summary>How many documents stay in memory; beyond it those that were not read for the longest time go, to be read from their files again.</summary>
    /// <value>1,000. At least 1.</value>
    public int MaxDocuments { get; set; } = 1_000;

    /// <summary>
    /// How many bytes the documents in memory hold, as far as they can be estimated from their files' lengths; beyond it those that were not read for the longest time go. One document
    /// that is larger than this alone is kept alone.
    /// </summary>
    /// <value>64 MiB. At least 1.</value>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;
}
