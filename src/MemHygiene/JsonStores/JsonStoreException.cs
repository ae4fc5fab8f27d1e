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
}
