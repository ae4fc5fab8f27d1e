namespace MemHygiene.Readings;

/// <summary>Drops figures that cannot be.</summary>
internal static class Plausible
{
    /// <summary>The figure, unless it is more than there is.</summary>
    public static long? AtMost(long? bytes, long? most) => bytes > most ? null : bytes;
}
