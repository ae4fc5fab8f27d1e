namespace MemHygiene.JsonStores;

/// <summary>
/// Guesses what a document holds in memory: its file's length, times the fewest bytes that reading has allocated for a byte of the file so far. Too much rather than too little, as
/// reading leaves garbage too; the very first read of a type leaves the most, so that short documents are overestimated until they were read twice.
/// </summary>
internal sealed class GraphSize
{
    private double _bytesPerByte = double.PositiveInfinity;

    public long Estimate(long length, long allocated)
    {
        if (length == 0)
        {
            return 0;
        }

        // Loads can overlap after a save. The number that is lost is as good.
        var factor = Math.Min(Volatile.Read(ref _bytesPerByte), (double)allocated / length);
        Volatile.Write(ref _bytesPerByte, factor);
        return (long)(length * factor);
    }
}
