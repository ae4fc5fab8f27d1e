using MemHygiene.Pressure;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// When a process that an orchestrator starts again ends itself, and how it leaves. Everything with a jitter is drawn once for each process, so that replicas do not leave together. The section
/// <c>MemHygiene:ProcessRecycling</c> of the configuration wins over the code, and the environment over both: <c>MEMHYGIENE_</c> and the option's name in capitals with underscores, such as <c>MEMHYGIENE_MAX_REQUESTS</c>.
/// </summary>
public sealed class ProcessRecyclingOptions
{
    /// <summary>How many requests the process answers before it leaves; probes count too.</summary>
    /// <value>The default is 0: requests are no reason. Soft: looked at once a second, and those that come while it leaves are answered.</value>
    public int MaxRequests { get; set; }

    /// <summary>Up to how many requests are added to <see cref="MaxRequests"/>.</summary>
    /// <value>The default is null: a quarter of <see cref="MaxRequests"/>. Replicas behind one balancer count at one pace, so the spread has to cover the end of one and the start of the next.</value>
    public int? MaxRequestsJitter { get; set; }

    /// <summary>
    /// The memory of its own in bytes that the process may hold: on Linux resident memory that no file backs (RssAnon and RssShmem, so that a mapped model does not count), on Windows private bytes,
    /// elsewhere the working set. In the environment in MB: <c>MEMHYGIENE_MAX_MEMORY_MB</c>.
    /// </summary>
    /// <value>The default is null: no limit. At least 32 MB; belongs well below the limit of the container.</value>
    public long? MaxMemory { get; set; }

    /// <summary>What the managed heap may hold after a collection, in bytes. In the environment in MB: <c>MEMHYGIENE_MAX_HEAP_MB</c>.</summary>
    /// <value>The default is null: no limit. At least 1 MB.</value>
    public long? MaxHeap { get; set; }

    /// <summary>Up to how long memory must have been too high before the process leaves, whichever reason of memory it is; if it falls meanwhile, the process stays.</summary>
    /// <value>The default is 1 minute. Zero leaves at the first look. At most a day.</value>
    public TimeSpan MemoryJitter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How old the process may become.</summary>
    /// <value>The default is null: no limit. From <see cref="MinLifetime"/>, and 1 second, to 365 days.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>The times of day, or of one day of the week, at which the process leaves, in the machine's time zone. A process that is younger than <see cref="MinLifetime"/> then waits for the next one.</summary>
    /// <value>None. In configuration and environment a list such as <c>03:30, Sunday 04:00</c>.</value>
    public IList<RecycleTime> RecycleAt { get; } = [];

    /// <summary>Up to how much is added to <see cref="MaxAge"/> and <see cref="RecycleAt"/>.</summary>
    /// <value>The default is 10 minutes. Zero to a day.</value>
    public TimeSpan AgeJitter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the process leaves when the memory monitor says that only a new one helps: memory was critical for <see cref="MemoryMonitorOptions.RestartAfter"/>.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool RecycleWhenCritical { get; set; } = true;

    /// <summary>How long the process stays at least, whatever happens, from when its host has started.</summary>
    /// <value>The default is 10 minutes: after these Kubernetes starts a container again without a pause that grows. Zero to a day.</value>
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
