namespace MemHygiene.JsonStores;

/// <summary>A document as it was seen at one moment: the graph that the serializer made, which nobody changes any more.</summary>
/// <param name="Document">Handed out as a copy, or to projections.</param>
/// <param name="Identity">The file that it came from; null where none can vouch for it: the next look reads again.</param>
/// <param name="Version">The version of the file's content.</param>
/// <param name="EstimatedBytes">What the graph holds, as far as reading it tells.</param>
/// <param name="CheckedAt">The <see cref="CoarseClock"/>'s time from before the file was looked at.</param>
/// <param name="IsStale">The file could not be loaded at that moment; this is the document from before.</param>
internal sealed record DocumentSnapshot<T>(
    T Document, FileIdentity? Identity, JsonStoreVersion Version, long EstimatedBytes, long CheckedAt, bool IsStale = false)
{
    /// <summary>The <see cref="Ticker"/>'s time up to which a reader needs to look no further; the past under any other clock.</summary>
    public long FreshUntil { get; set; } = long.MinValue;
}
