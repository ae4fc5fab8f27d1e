using MemHygiene.Budgets;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// How many workers serve, and when one is replaced. The section <c>MemHygiene:Recycling</c> of <c>appsettings.json</c> wins over the code, and the environment over both: <c>MEMHYGIENE_</c> and the option's name in
/// capitals with underscores, such as <c>MEMHYGIENE_MAX_REQUESTS</c>; see <see cref="Supervisor.RunAsync"/>.
/// </summary>
public sealed class SupervisorOptions
{
    // .NET serves many requests at once in each: more processes than these cost memory and gain little.
    internal const int MostPlannedWorkers = 4;

    /// <summary>How many worker processes serve at a time. 0 runs the app in this process, without supervision.</summary>
    /// <value>Null, the default, takes what the worker plan says: as many as cores and memory allow, at most one for each core and at most 4; once a worker was replaced after at least 100 requests, with the memory that it took instead of <see cref="WorkerBytes"/>. <c>MEMHYGIENE_WORKERS</c>, else <c>WORKERS</c>, wins over the code. At most 512.</value>
    public int? Workers { get; set; }

    /// <summary>The memory of one worker in bytes, as the plan counts it.</summary>
    /// <value>200 MB. <c>MEMHYGIENE_WORKER_MEMORY_MB</c>, else <c>WORKER_MEMORY_MB</c>, wins over the code. At least 32 MB.</value>
    public long WorkerBytes { get; set; } = WorkerPlan.DefaultWorkerMegabytes * 1024L * 1024;

    /// <summary>How many requests a worker serves before it is replaced. 0 never replaces one for its requests.</summary>
    /// <value>1,000. The limit is soft: the worker goes on until its replacement is ready.</value>
    public int MaxRequests { get; set; } = 1000;

    /// <summary>Up to how many requests are added to <see cref="MaxRequests"/>, drawn anew for every worker, so that they do not all leave at once.</summary>
    /// <value>50.</value>
    public int MaxRequestsJitter { get; set; } = 50;

    /// <summary>
    /// The private resident memory in bytes (RssAnon and RssShmem) at which a worker is replaced, and by its growth a little before: pages of mapped files, such as a model's, do not count, or a worker with a large model
    /// would be replaced for ever.
    /// </summary>
    /// <value>Null, the default, is no limit. At least 32 MB.</value>
    public long? MaxWorkerMemory { get; set; }

    /// <summary>What a worker's managed heap may hold after a collection, in bytes, before it is replaced.</summary>
    /// <value>Null, the default, is no limit. At least 1 MB.</value>
    public long? MaxWorkerHeap { get; set; }

    /// <summary>How long a worker serves at most.</summary>
    /// <value>Null, the default, is no limit. From 1 second to 365 days.</value>
    public TimeSpan? MaxWorkerAge { get; set; }

    /// <summary>The times of day, or of one day of the week, at which every worker is replaced, in the machine's time zone.</summary>
    /// <value>None. In configuration and environment a list such as <c>03:30, Sunday 04:00</c>.</value>
    public IList<RecycleTime> RecycleAt { get; } = [];

    /// <summary>Up to how much is added to <see cref="MaxWorkerAge"/> and <see cref="RecycleAt"/>, drawn anew for every worker.</summary>
    /// <value>1 minute. Zero to a day.</value>
    public TimeSpan AgeJitter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a worker serves at least, however many requests it gets or memory it takes: a replacement costs about half a second of CPU time.</summary>
    /// <value>60 seconds: replacements then take at most about 1 % of a core for each worker. Zero keeps strictly to the limits.</value>
    public TimeSpan MinWorkerLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many workers are replaced at the same time.</summary>
    /// <value>1. From 1 to 512; as many as serve may be leaving.</value>
    public int MaxReplacementsAtOnce { get; set; } = 1;

    /// <summary>
    /// Whether a worker always stands by, ready and warm, and takes over within milliseconds when another reaches its limit or dies. It takes the memory of one more worker. Without, one is started shortly before
    /// a limit is reached, as far as that can be told.
    /// </summary>
    /// <value><see langword="false"/>.</value>
    public bool KeepSpare { get; set; }

    /// <summary>Paths that a new worker asks itself for before it is ready, without the network: the first users do not wait for cold code.</summary>
    /// <value>None. Each begins with <c>/</c>, is a GET that changes nothing, and is asked for <see cref="WarmUpRequests"/> times.</value>
    public IList<string> WarmUpPaths { get; } = [];

    /// <summary>How often a new worker asks for each of <see cref="WarmUpPaths"/>.</summary>
    /// <value>20. From 1 to 10,000.</value>
    public int WarmUpRequests { get; set; } = 20;

    /// <summary>How long a worker that leaves may take to finish its requests. Connections that are left then are closed and the process ends.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan GracefulTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long nothing may be heard of a worker, or its thread pool run nothing at all, before it is killed and replaced. One request that takes long is no hang.
    /// </summary>
    /// <value>2 minutes. From 1 second to a day.</value>
    public TimeSpan HangTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a worker may take from its start until its host has started; one that takes longer is killed and counts as failed.</summary>
    /// <value>2 minutes.</value>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Kestrel's keep-alive timeout in workers unless the app sets one itself: a worker that leaves waits this long for idle connections.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The path of a Unix socket on which the supervisor answers <c>status</c>, <c>restart</c> and <c>scale N</c>. Only the user that it runs as may open it.</summary>
    /// <value>Null, the default, is none.</value>
    public string? ControlSocket { get; set; }

    /// <summary>
    /// Whether workers write to pipes of the supervisor, which passes each line on with the worker's number in front, <c>[worker 3] </c>. Lines that begin with <c>{</c>, as JSON does, are passed on as they are;
    /// lines of more than 64 KB are broken.
    /// </summary>
    /// <value><see langword="true"/>. With <see langword="false"/> workers inherit the supervisor's standard output and error.</value>
    public bool NumberOutput { get; set; } = true;

    /// <summary>
    /// How long WebSockets and event streams of a worker that leaves may go on until it ends them: with close status 1001, or with the response's
    /// end. They end one after the other over this time. At most <see cref="GracefulTimeout"/> counts.
    /// </summary>
    /// <value>5 seconds. Zero ends them all at once.</value>
    public TimeSpan StreamGrace { get; set; } = TimeSpan.FromSeconds(5);

    internal int WorkerCount => Workers ?? Plan(WorkerBytes).Workers;

    internal static WorkerPlan Plan(long workerBytes) => WorkerPlan.Create(
        MachineLimits.Cores, MachineLimits.AvailableBytes, workerBytes, onceBytes: 0, minWorkers: 1, maxWorkers: Math.Min(MachineLimits.Cores, MostPlannedWorkers), threads: 1, WorkerPlan.DefaultHeadroom);
}
