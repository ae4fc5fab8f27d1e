namespace MemHygiene.AspNetCore.Shedding;

/// <summary>Why a request was turned away.</summary>
internal enum SheddingReason
{
    /// <summary>Memory was critical.</summary>
    Critical,

    /// <summary>As many waited as may wait.</summary>
    QueueFull,

    /// <summary>It had waited as long as it may.</summary>
    QueueTimeout,
}
