namespace MemHygiene.Readings;

/// <summary>Who would stop the process at a limit.</summary>
public enum MemoryLimitKind
{
    /// <summary>No limit could be read.</summary>
    Unknown,

    /// <summary>The machine: all of its memory.</summary>
    Host,

    /// <summary>The container or service: a control group's limit, its own or an ancestor's.</summary>
    Container,

    /// <summary>The runtime: a limit on the managed heap.</summary>
    GCHeap,
}
