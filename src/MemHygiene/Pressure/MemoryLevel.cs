namespace MemHygiene.Pressure;

/// <summary>How close the process is to the limit that would kill it, by the share that is still free. The thresholds are in <see cref="MemoryMonitorOptions"/>.</summary>
public enum MemoryLevel
{
    /// <summary>30 % or more is free by default, or nothing is known of the limit.</summary>
    Good,

    /// <summary>20 to 30 % is free: whatever costs nothing is given back.</summary>
    Acceptable,

    /// <summary>10 to 20 % is free: caches shrink, and fewer requests are let in at once.</summary>
    Warning,

    /// <summary>Less than 10 % is free: everything that can be made again goes, and requests are turned away.</summary>
    Critical,
}
