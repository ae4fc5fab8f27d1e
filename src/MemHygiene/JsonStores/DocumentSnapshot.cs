namespace MemHygiene.JsonStores;

/// <summary>A document as it was seen at one moment: its exact UTF-8 bytes, which nobody writes to any more.</summary>
/// <param name="Utf8">The text without a byte order mark.</param>
/// <param name="Identity">The file that the bytes came from; null where none can vouch for them: the next look reads again.</param>
/// <param name="CheckedAt">The clock's timestamp from before the file was looked at.</param>
/// <param name="IsStale">The file could not be loaded at that moment; these are the bytes from before.</param>
internal sealed record DocumentSnapshot(byte[] Utf8, FileIdentity? Identity, long CheckedAt, bool IsStale = false);
