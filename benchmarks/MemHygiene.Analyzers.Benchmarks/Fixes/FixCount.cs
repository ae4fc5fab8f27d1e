namespace MemHygiene.Analyzers.Benchmarks.Fixes;

/// <summary>What became of one rule's findings.</summary>
internal sealed class FixCount
{
    public int Found { get; set; }

    /// <summary>A quick action was offered.</summary>
    public int Offered { get; set; }

    /// <summary>Gone after fix-all.</summary>
    public int Vanished { get; set; }

    /// <summary>Offered, and still there after fix-all.</summary>
    public int Missed { get; set; }
}
