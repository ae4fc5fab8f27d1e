namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>What a file system was asked for, or what a program said, in the order in which it happened.</summary>
internal abstract record DiskEvent
{
    private DiskEvent()
    {
    }

    /// <param name="File">Its number: a name can lead to another one later.</param>
    /// <param name="Offset">In bytes.</param>
    /// <param name="Content">Nobody changes it any more.</param>
    public sealed record Written(int File, long Offset, byte[] Content) : DiskEvent;

    public sealed record Resized(int File, long Length) : DiskEvent;

    /// <summary>All that was written to the file before is on the disk when this is answered.</summary>
    public sealed record Flushed(int File) : DiskEvent;

    /// <summary>Names that lead to other files now, or to none: creating, renaming or deleting, each of which happens as a whole or not.</summary>
    public sealed record Named(params (string Name, int? File)[] Entries) : DiskEvent;

    /// <summary>All that happened to names before is on the disk when this is answered.</summary>
    public sealed record FolderFlushed : DiskEvent;

    /// <summary>A writer was told that its update is done.</summary>
    /// <param name="Writer">Its name.</param>
    /// <param name="Number">Which of its own updates, counted from 1.</param>
    public sealed record Acknowledged(string Writer, long Number) : DiskEvent;
}
