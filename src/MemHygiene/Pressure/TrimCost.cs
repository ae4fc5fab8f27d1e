namespace MemHygiene.Pressure;

/// <summary>What it costs when a consumer gives back: decides from which level on it is asked, and in which order.</summary>
public enum TrimCost
{
    /// <summary>Nothing that anybody would miss: idle buffers, idle connections. Asked from <see cref="MemoryLevel.Acceptable"/> on.</summary>
    Free,

    /// <summary>Something that is read or computed again in milliseconds: cache entries, documents. Asked from <see cref="MemoryLevel.Warning"/> on.</summary>
    Refill,

    /// <summary>Something that takes long to make again: a model. Asked at <see cref="MemoryLevel.Critical"/> only.</summary>
    Reload,
}
