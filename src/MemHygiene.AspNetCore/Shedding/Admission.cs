namespace MemHygiene.AspNetCore.Shedding;

/// <summary>How waiting to be let in ended.</summary>
internal enum Admission
{
    /// <summary>In.</summary>
    Admitted,

    /// <summary>As many waited as may wait.</summary>
    QueueFull,

    /// <summary>Memory became critical meanwhile: nobody waits then.</summary>
    TurnedAway,

    /// <summary>There was no room in time.</summary>
    TimedOut,
}
