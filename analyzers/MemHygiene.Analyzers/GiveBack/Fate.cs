namespace MemHygiene.GiveBack;

/// <summary>What one body does with something that has to be given back. The later a value stands here, the less is left to complain about.</summary>
internal enum Fate
{
    /// <summary>Used here and forgotten.</summary>
    Dropped,

    /// <summary>Disposed or returned here, at least on some way through the body.</summary>
    GivenBack,

    /// <summary>Somebody else may have it now: the caller, a field, a method that it was passed to.</summary>
    HandedOn,
}
