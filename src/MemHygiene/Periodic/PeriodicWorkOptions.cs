using MemHygiene.Pressure;

namespace MemHygiene.Periodic;

/// <summary>How often one piece of periodic work runs. Read once, when the host starts.</summary>
public sealed class PeriodicWorkOptions
{
    /// <summary>From the start of one run to the start of the next, before jitter and stretch.</summary>
    /// <value>What <c>AddPeriodicWork</c> was given. <c>MEMHYGIENE_&lt;NAME&gt;_INTERVAL</c>, else <c>&lt;NAME&gt;_INTERVAL</c>, else <c>MemHygiene:Periodic:&lt;name&gt;:Interval</c> wins over the code. More than zero and at most 24 days.</value>
    public TimeSpan Interval { get; set; }

    /// <summary>The share of the interval by which each wait is drawn shorter or longer, so that processes that started together spread.</summary>
    /// <value>The default is 0.1: an interval of 100 seconds waits 90 to 110. From 0 to 1.</value>
    public double Jitter { get; set; } = 0.1;

    /// <summary>Whether the first run comes when the host starts. The start does not wait for it.</summary>
    /// <value>The default is <see langword="false"/>: the first run comes after one interval.</value>
    public bool RunAtStart { get; set; }

    /// <summary>How long one run may take; its token is cancelled then. A run that does not heed its token goes on, and no other starts beside it.</summary>
    /// <value>The default is 5 minutes. More than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan RunTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the interval stays as it is when memory gets short: for work that frees memory, or that others wait for.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool EvenUnderPressure { get; set; }

    /// <summary>What the interval is multiplied by at <see cref="MemoryLevel.Acceptable"/>.</summary>
    /// <value>The default is 1. From 1 to 1000. No stretched interval is longer than 24 days.</value>
    public double StretchAtAcceptable { get; set; } = 1;

    /// <summary>What the interval is multiplied by at <see cref="MemoryLevel.Warning"/>.</summary>
    /// <value>The default is 2. From 1 to 1000.</value>
    public double StretchAtWarning { get; set; } = 2;

    /// <summary>What the interval is multiplied by at <see cref="MemoryLevel.Critical"/>.</summary>
    /// <value>The default is 4. From 1 to 1000.</value>
    public double StretchAtCritical { get; set; } = 4;
}
