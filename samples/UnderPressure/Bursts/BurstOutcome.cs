namespace UnderPressure.Bursts;

/// <summary>What came of one burst.</summary>
internal sealed class BurstOutcome
{
    public int Answered { get; set; }

    public int Shed { get; set; }

    /// <summary>500s: a request that was let in failed, of OutOfMemoryException as nothing else fails here.</summary>
    public int Failed { get; set; }

    /// <summary>Connections that broke.</summary>
    public int Broken { get; set; }

    /// <summary>From the first byte sent to the last received of each request that was turned away, in milliseconds.</summary>
    public List<double> ShedMilliseconds { get; } = [];

    /// <summary>Until the level was good again; null if it was not within the time, or nobody can tell.</summary>
    public TimeSpan? Recovery { get; set; }
}
