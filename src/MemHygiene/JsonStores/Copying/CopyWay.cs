namespace MemHygiene.JsonStores.Copying;

/// <summary>How a document is copied, the fastest first.</summary>
internal enum CopyWay
{
    /// <summary>By code that the compiler wrote with the program.</summary>
    Generated,

    /// <summary>By code that this process compiled.</summary>
    Compiled,

    /// <summary>By the serializer: written and read again.</summary>
    RoundTrip,
}
