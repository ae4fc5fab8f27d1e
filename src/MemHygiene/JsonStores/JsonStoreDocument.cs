namespace MemHygiene.JsonStores;

/// <summary>A document together with the version that it is of, for <see cref="JsonStore{T}.TrySaveAsync"/>.</summary>
/// <typeparam name="T">The document.</typeparam>
/// <param name="Document">A copy that nobody else sees.</param>
/// <param name="Version">The version of the file that it came from; the default value where there was no file.</param>
public readonly record struct JsonStoreDocument<T>(T Document, JsonStoreVersion Version);
