namespace MemHygiene.JsonStores;

/// <summary>A document that lies written beside its file. Disposed of before it takes the file's place, it leaves nothing behind.</summary>
internal sealed class PreparedDocument(ReplacementFile replacement, string target, JsonStoreVersion version) : IDisposable
{
    /// <summary>The file that it is to replace.</summary>
    public string Target => target;

    /// <summary>The version that the file has with it.</summary>
    public JsonStoreVersion Version => version;

    /// <summary>Whether readers of the file find it.</summary>
    public bool IsCommitted => replacement.IsCommitted;

    public void Flush() => replacement.Flush();

    public void Commit() => replacement.Commit();

    public void Dispose() => replacement.Dispose();
}
