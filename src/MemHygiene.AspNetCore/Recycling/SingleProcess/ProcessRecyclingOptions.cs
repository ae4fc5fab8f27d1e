using MemHygiene.Pressure;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>When a process that an orchestrator starts again ends itself, and how it leaves. Everything is drawn once for each process, so that replicas do not leave together.</summary>
/// <remarks>
/// The section <c>MemHygiene:Recycling</c> of the configuration, with the options' names as keys, wins over the code, and variables of the environment win over both: <c>MEMHYGIENE_MAX_REQUESTS</c>,
/// <c>MEMHYGIENE_MAX_REQUESTS_JITTER</c>, <c>MEMHYGIENE_MAX_MEMORY_MB</c>, <c>MEMHYGIENE_MAX_MANAGED_MB</c>, <c>MEMHYGIENE_MAX_AGE</c>, <c>MEMHYGIENE_MAX_AGE_JITTER</c>, <c>MEMHYGIENE_RECYCLE_AT</c>,
/// <c>MEMHYGIENE_RECYCLE_ON</c>, <c>MEMHYGIENE_MIN_LIFETIME</c>, <c>MEMHYGIENE_UNREADY_DELAY</c>. Times are seconds (<c>90</c>) or <c>hh:mm:ss</c>.
/// </remarks>
public sealed class ProcessRecyclingOptions
{
    /// <summary>How many requests the process answers before it leaves; probes count too.</summary>
    /// <value>The default is 0: requests are no reason. Soft: looked at once a second, and those that come while it leaves are answered.</value>
    public int MaxRequests { get; set; }

    /// <summary>Up to how many requests are added to <see cref="MaxRequests"/>.</summary>
    /// <value>The default is null: a quarter of <see cref="MaxRequests"/>. Replicas behind one balancer count at one pace, so the spread has to cover a start and an end of each.</value>
    public int? MaxRequestsJitter { get; set; }

    /// <summary>
    /// The bytes of its own that the process may hold: on Linux resident memory that no file backs (RssAnon and RssShmem, so that a mapped model does not count), on Windows private bytes,
    /// elsewhere the working set.
    /// </summary>
    /// <value>The default is null: no limit. Belongs well below the limit of the container.</value>
    public long? MaxMemoryBytes { get; set; }

    /// <summary>The bytes that the garbage collector may have committed.</summary>
    /// <value>The default is null: no limit.</value>
    public long? MaxManagedBytes { get; set; }

    /// <summary>Up to how long memory must have been too high before the process leaves, whichever reason of memory it is; if it falls meanwhile, the process stays.</summary>
    /// <value>The default is 1 minute. Zero leaves at the first look. At most a day.</value>
    public TimeSpan MemoryJitter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How old the process may become.</summary>
    /// <value>The default is null: age is no reason. At least <see cref="MinLifetime"/>.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Up to how much is added to <see cref="MaxAge"/>.</summary>
    /// <value>The default is null: a quarter of <see cref="MaxAge"/>.</value>
    public TimeSpan? MaxAgeJitter { get; set; }

    /// <summary>The time of day, in the time zone of the machine, at which the process leaves. A process that is younger than <see cref="MinLifetime"/> then waits for the next one.</summary>
    /// <value>The default is null: no time of day.</value>
    public TimeOnly? RecycleAt { get; set; }

    /// <summary>The one day of the week on which <see cref="RecycleAt"/> counts.</summary>
    /// <value>The default is null: every day.</value>
    public DayOfWeek? RecycleOn { get; set; }

    /// <summary>Up to how much later than <see cref="RecycleAt"/> it leaves.</summary>
    /// <value>The default is 10 minutes. Zero to a day.</value>
    public TimeSpan RecycleAtJitter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the process leaves when the memory monitor says that only a new one helps: memory was critical for <see cref="MemoryMonitorOptions.RestartAfter"/>.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool RecycleWhenCritical { get; set; } = true;

    /// <summary>How long the process stays at least, whatever happens, from when its host has started.</summary>
    /// <value>The default is 10 minutes, after which Kubernetes starts a container again without a pause. Zero to a day.</value>
    public TimeSpan MinLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the process is unready, and still answers, before it stops: the time that the balancer needs to notice.</summary>
    /// <value>The default is 5 seconds. Zero to an hour. Belongs above the interval of the readiness probe times its failure threshold.</value>
    public TimeSpan UnreadyDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What <see cref="Environment.ExitCode"/> is set to before the host stops, for an orchestrator that starts again only what has failed.</summary>
    /// <value>The default is 0, which leaves it as it is. 0 to 255.</value>
    public int ExitCode { get; set; }

    /// <summary>What the configuration and the environment say that could not be read.</summary>
    internal List<string> Unreadable { get; } = [];
}
