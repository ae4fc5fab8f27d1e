namespace MemHygiene.JsonStoreApp.Crashes;

/// <summary>When a writer is killed.</summary>
internal enum KillMoment
{
    /// <summary>At any time.</summary>
    Any,

    /// <summary>Just after it acknowledged an update.</summary>
    Acknowledged,

    /// <summary>While it has the file open that is to take the document's place.</summary>
    Writing,

    /// <summary>The youngest, about when it comes to its first update.</summary>
    Starting,
}
