namespace MemHygiene.Pressure;

/// <summary>Where the levels lie, how often they are looked at, and what is done then.</summary>
public sealed class MemoryMonitorOptions
{
    /// <summary>Below this share of free memory the level is <see cref="MemoryLevel.Acceptable"/>.</summary>
    /// <value>The default is 0.3. The three shares fall from here down to <see cref="CriticalBelow"/>.</value>
    public double AcceptableBelow { get; set; } = 0.3;

    /// <summary>Below this share of free memory the level is <see cref="MemoryLevel.Warning"/>.</summary>
    /// <value>The default is 0.2.</value>
    public double WarningBelow { get; set; } = 0.2;

    /// <summary>Below this share of free memory the level is <see cref="MemoryLevel.Critical"/>.</summary>
    /// <value>The default is 0.1.</value>
    public double CriticalBelow { get; set; } = 0.1;

    /// <summary>How much more than the threshold has to be free before a level is left again.</summary>
    /// <value>The default is 0.02.</value>
    public double Hysteresis { get; set; } = 0.02;

    /// <summary>How long that has to last.</summary>
    /// <value>The default is 2 seconds. Zero or more.</value>
    public TimeSpan RecoveryTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time between two looks. Near a threshold they come more often: as soon as a process that fills its limit in five seconds could have crossed it, at most every 50 ms.</summary>
    /// <value>The default is 1 second. From 50 ms to 1 minute.</value>
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest time between two rounds of trims at one level. A level that rises starts a round at once.</summary>
    /// <value>The default is 2 seconds. More than zero.</value>
    public TimeSpan TrimInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one consumer may take for a trim or for saying what it holds.</summary>
    /// <value>The default is 1 second. More than zero and at most 1 minute.</value>
    public TimeSpan TrimTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the monitor collects garbage at <see cref="MemoryLevel.Warning"/> and <see cref="MemoryLevel.Critical"/>, after the trims, on a thread of its own.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CollectGarbage { get; set; } = true;

    /// <summary>The shortest time between two such collections; it grows to ten times what the last one took, so that they never cost more than a tenth of the time.</summary>
    /// <value>The default is 3 seconds. More than zero.</value>
    public TimeSpan CollectInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What all consumers that are cheap to refill (<see cref="TrimCost.Free"/> and <see cref="TrimCost.Refill"/>) may hold together, by their own account. When they hold more, they are trimmed as at
    /// <see cref="MemoryLevel.Warning"/>, however much memory is free.
    /// </summary>
    /// <value>The default is the plan's bytes for caches where <c>AddMemoryPlan()</c> was called, else null: no bound but memory itself.</value>
    public long? BudgetBytes { get; set; }

    /// <summary>The share of the limit in use at which an alert is raised.</summary>
    /// <value>The default is 0.8.</value>
    public double AlertAbove { get; set; } = 0.8;

    /// <summary>The memory of one worker process at which an alert is raised: its private resident bytes.</summary>
    /// <value>The default is 500 MB (500 · 1024 · 1024 bytes); null for none.</value>
    public long? WorkerAlertBytes { get; set; } = 500L * 1024 * 1024;

    /// <summary>How long the level may stay <see cref="MemoryLevel.Critical"/> before only a new process can help: an alert says so, and the liveness check fails.</summary>
    /// <value>The default is 5 minutes. More than zero.</value>
    public TimeSpan RestartAfter { get; set; } = TimeSpan.FromMinutes(5);
}
