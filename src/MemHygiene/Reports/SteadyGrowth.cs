namespace MemHygiene.Reports;

/// <summary>Tells growth that goes on from noise and from a single step.</summary>
internal static class SteadyGrowth
{
    private const long Least = 64L * 1024 * 1024;
    private const double LeastShare = 0.2;

    // A step up, such as a model that was loaded, is all in one half.
    private const double LeastOfEachHalf = 0.25;

    /// <summary>By how much the lows of the last third lie above those of the first; null if they do not, or by little, or by one step.</summary>
    public static long? Of(IReadOnlyList<long> values)
    {
        var third = values.Count / 3;
        if (third < 2)
        {
            return null;
        }

        var first = values.Take(third).Min();
        var middle = values.Skip(third).Take(third).Min();
        var growth = values.Skip(values.Count - third).Min() - first;
        var isSteady = middle - first >= growth * LeastOfEachHalf && first + growth - middle >= growth * LeastOfEachHalf;
        return growth >= Least && growth >= first * LeastShare && isSteady ? growth : null;
    }
}
