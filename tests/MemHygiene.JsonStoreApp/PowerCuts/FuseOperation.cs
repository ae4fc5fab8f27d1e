namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>What the kernel asks for, by the numbers of its header linux/fuse.h. Those that are not here are not implemented, which the kernel takes for an answer.</summary>
internal enum FuseOperation : uint
{
    Lookup = 1,
    Forget = 2,
    GetAttributes = 3,
    SetAttributes = 4,
    Unlink = 10,
    Rename = 12,
    Open = 14,
    Read = 15,
    Write = 16,
    FileSystemStatus = 17,
    Release = 18,
    Flush = 20,
    Close = 25,
    Initialize = 26,
    OpenFolder = 27,
    ReadFolder = 28,
    ReleaseFolder = 29,
    FlushFolder = 30,
    Create = 35,
    Interrupt = 36,
    Destroy = 38,
    ForgetMany = 42,
    RenameWithFlags = 45,
}
