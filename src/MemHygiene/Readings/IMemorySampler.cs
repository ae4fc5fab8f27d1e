namespace MemHygiene.Readings;

/// <summary>Reads what the level is made of.</summary>
internal interface IMemorySampler
{
    /// <summary>Never throws. Allocates nothing, unless a garbage collection ran since the last call.</summary>
    MemorySample Read();
}
