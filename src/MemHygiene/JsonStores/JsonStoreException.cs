using System.Text.Json;

namespace MemHygiene.JsonStores;

/// <summary>
/// A document could not be read or saved. The message names the file, and for a malformed document the line and the byte; the inner
/// exception has the cause, for a missing file a <see cref="FileNotFoundException"/> or <see cref="DirectoryNotFoundException"/>.
/// </summary>
public sealed class JsonStoreException : IOException
{
    internal JsonStoreException(string message, string filePath, Exception? cause)
        : base(message, cause) => FilePath = filePath;

    /// <summary>The file's absolute path.</summary>
    public string FilePath { get; }

    /// <summary>The line of a malformed document, counted from 1; null where the failure has no place in the text.</summary>
    public long? Line { get; private init; }

    /// <summary>
    /// The byte within <see cref="Line"/>, counted from 1, in UTF-8 and without a byte order mark; null where the failure has no place in
    /// the text.
    /// </summary>
    public long? ByteInLine { get; private init; }

    // The cause's own message stays inside: it can quote property names, and this message goes to the log.
    internal static JsonStoreException Malformed(string path, Type document, JsonException cause)
    {
        var line = cause.LineNumber + 1;
        var byteInLine = cause.BytePositionInLine + 1;
        var place = line is null ? "" : $" at line {line}, byte {byteInLine}";
        return new($"'{path}' does not hold a {document.Name}: malformed{place}.", path, cause) { Line = line, ByteInLine = byteInLine };
    }

    internal static JsonStoreException Null(string path, Type document) =>
        new($"'{path}' holds null instead of a {document.Name}.", path, cause: null);

    internal static JsonStoreException Rejected(string path, Type document, Exception cause) =>
        new($"'{path}' could not be turned into a {document.Name}: {cause.GetType().Name}.", path, cause);

    internal static JsonStoreException Missing(string path, Exception cause) =>
        new($"'{path}' does not exist, and the store has no {nameof(JsonStoreOptions.DefaultDocument)}.", path, cause);

    internal static JsonStoreException Unreadable(string path, Exception cause) =>
        new($"'{path}' could not be read: {cause.Message}", path, cause);

    internal static JsonStoreException NotSaved(string path, Exception cause) =>
        new($"'{path}' could not be saved: {cause.Message}", path, cause);

    internal static JsonStoreException Queued(string path, TimeSpan timeout) =>
        new($"'{path}' was not saved: other saves and updates of this store took more than {timeout}.", path, cause: null);

    internal static JsonStoreException Locked(string path, string lockPath, TimeSpan timeout)
    {
        var holder = OperatingSystem.IsLinux() && LinuxLock.Holder(lockPath) is { } process ? $"process {process}" : "another process";
        return new($"'{path}' was not saved: {holder} has held the lock on '{lockPath}' for more than {timeout}.", path, cause: null);
    }

    internal static JsonStoreException NoLock(string path, string lockPath, Exception cause) =>
        new($"'{path}' was not saved: '{lockPath}' could not be locked. {cause.Message}", path, cause);

    internal static JsonStoreException LocksDoNotHold(string path, string lockPath)
    {
        var fileSystem = OperatingSystem.IsLinux() && LinuxFileSystem.NameAt(lockPath) is { } name ? $"The file system ({name})" : "The file system";
        return new(
            $"'{path}' was not saved: {fileSystem} grants two locks on '{lockPath}' at once, so that "
            + "writers could lose each other's changes.", path, cause: null);
    }
}
