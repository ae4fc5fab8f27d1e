namespace MemHygiene.AspNetCore.Recycling;

/// <summary>How many workers serve, and when one is replaced. The environment overrides <see cref="Workers"/>; see <see cref="Supervisor.RunAsync"/>.</summary>
public sealed class SupervisorOptions
{
    /// <summary>How many worker processes serve at a time. 0 runs the app in this process, without supervision.</summary>
    /// <value>The number of cores, at most 4. <c>MEMHYGIENE_WORKERS</c>, else <c>WORKERS</c>, wins over the code.</value>
    public int Workers { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>How many requests a worker serves before it is replaced. 0 never replaces one for its requests.</summary>
    /// <value>1,000. The limit is soft: the worker goes on until its replacement is ready.</value>
    public int MaxRequests { get; set; } = 1000;

    /// <summary>Up to how many requests are added to <see cref="MaxRequests"/>, drawn anew for every worker, so that they do not all leave at once.</summary>
    /// <value>50.</value>
    public int MaxRequestsJitter { get; set; } = 50;

    /// <summary>How long a worker serves at least, however many requests it gets: a replacement costs about half a second of CPU time.</summary>
    /// <value>10 seconds: under heavy load replacements then take at most some 5 % of a core for each worker. Zero keeps strictly to <see cref="MaxRequests"/>.</value>
    public TimeSpan MinWorkerLifetime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a worker that leaves may take to finish its requests. Connections that are left then are closed and the process ends.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan GracefulTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a worker may take from its start until its host has started; one that takes longer is killed and counts as failed.</summary>
    /// <value>2 minutes.</value>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Kestrel's keep-alive timeout in workers unless the app sets one itself: a worker that leaves waits this long for idle connections.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long WebSockets and event streams of a worker that leaves may go on until it ends them: with close status 1001, or with the response's
    /// end. They end one after the other over this time. At most <see cref="GracefulTimeout"/> counts.
    /// </summary>
    /// <value>5 seconds. Zero ends them all at once.</value>
    public TimeSpan StreamGrace { get; set; } = TimeSpan.FromSeconds(5);
}
