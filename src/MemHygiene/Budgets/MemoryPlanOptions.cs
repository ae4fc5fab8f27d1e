using static MemHygiene.Budgets.ByteText;

namespace MemHygiene.Budgets;

/// <summary>
/// What a plan starts from. The costs are assumptions to be replaced by figures measured on your own application. The environment overrides
/// <see cref="AvailableBytes"/>, <see cref="Workers"/>, <see cref="Threads"/> and <see cref="WorkerBytes"/>; see <see cref="MemoryPlan"/>.
/// </summary>
public sealed class MemoryPlanOptions
{
    /// <summary>The memory of the machine or container, in bytes.</summary>
    /// <value>The default is null: the limit of this process. At least 1. <c>MEMHYGIENE_MEMORY_MB</c> wins.</value>
    public long? AvailableBytes { get; set; }

    /// <summary>The cores of the machine or container.</summary>
    /// <value>The default is null: those that this process may use. 1 to 4,096.</value>
    public int? Cores { get; set; }

    /// <summary>The share of the memory that stays free: for peaks, the kernel's own and a worker that is being replaced.</summary>
    /// <value>The default is 0.25. From 0 to 0.9.</value>
    public double Headroom { get; set; } = WorkerPlan.DefaultHeadroom;

    /// <summary>What is taken once, beside the workers: a supervisor, a sidecar, the system.</summary>
    /// <value>The default is 0 bytes.</value>
    public long BaseBytes { get; set; }

    /// <summary>The size of the models that the application loads.</summary>
    /// <value>The default is 0 bytes.</value>
    public long ModelBytes { get; set; }

    /// <summary>Whether each worker holds the models or all of them share them.</summary>
    /// <value>The default is <see cref="ModelSharing.PerWorker"/>.</value>
    public ModelSharing ModelSharing { get; set; }

    /// <summary>How many worker processes there are. Null leaves it to the sum; 0 is one process without a supervisor.</summary>
    /// <value>The default is null; with <c>AddMemoryPlan</c> the number of the supervisor that started the process, else 0. 0 to 512. <c>MEMHYGIENE_WORKERS</c>, else <c>WORKERS</c>, wins.</value>
    public int? Workers { get; set; }

    /// <summary>The least that the sum may come to.</summary>
    /// <value>The default is 1.</value>
    public int MinWorkers { get; set; } = 1;

    /// <summary>The most that the sum may come to.</summary>
    /// <value>The default is 512, the most that a supervisor starts.</value>
    public int MaxWorkers { get; set; } = MostWorkers;

    /// <summary>How many requests a worker answers at once. It also divides the workers of the sum. Null leaves the requests to the memory and the workers undivided.</summary>
    /// <value>The default is null. 1 to 10,000. <c>MEMHYGIENE_THREADS</c>, else <c>THREADS</c>, wins.</value>
    public int? Threads { get; set; }

    /// <summary>The memory of one worker under load, without models and units.</summary>
    /// <value>The default is 200 MB. From 32 MB to 1 TB. <c>MEMHYGIENE_WORKER_MEMORY_MB</c>, else <c>WORKER_MEMORY_MB</c>, wins.</value>
    public long WorkerBytes { get; set; } = WorkerPlan.DefaultWorkerMegabytes * Megabyte;

    /// <summary>How much of <see cref="WorkerBytes"/> a worker takes at rest: runtime, code, singletons.</summary>
    /// <value>The default is null: half of <see cref="WorkerBytes"/>.</value>
    public long? IdleBytes { get; set; }

    /// <summary>What one unit of the application's own takes: a proxy, a tenant, a subscription. With it the memory goes to as many units as fit and the workers stay at <see cref="MinWorkers"/>.</summary>
    /// <value>The default is 0: no units.</value>
    public long UnitBytes { get; set; }

    /// <summary>What one request takes while it is answered, its buffers included.</summary>
    /// <value>The default is 256 KB. From 1 KB to 1 GB.</value>
    public long RequestBytes { get; set; } = 256 * Kilobyte;

    /// <summary>What one outbound handler takes with its connections.</summary>
    /// <value>The default is 128 KB. From 1 KB to 1 GB.</value>
    public long HandlerBytes { get; set; } = 128 * Kilobyte;

    /// <summary>The database that the workers keep connections to.</summary>
    /// <value>The default is <see cref="DatabaseKind.None"/>.</value>
    public DatabaseKind Database { get; set; }

    /// <summary>What one database connection takes in the worker.</summary>
    /// <value>The default is 128 KB. From 1 KB to 1 GB.</value>
    public long DatabaseConnectionBytes { get; set; } = 128 * Kilobyte;

    /// <summary>How many connections the database server takes from everybody.</summary>
    /// <value>The default is null: 100 for PostgreSQL, no bound for the others. 4 to 100,000.</value>
    public int? DatabaseMaxConnections { get; set; }

    /// <summary>The memory of the database server, which is another machine or container: gives settings for PostgreSQL. No part of the sum.</summary>
    /// <value>The default is null: no settings. At least 64 MB.</value>
    public long? DatabaseServerBytes { get; set; }

    internal const int MostWorkers = 512;

    internal const int MostThreads = 10_000;

    /// <summary>What could not be read from the environment or the configuration, in words; the validator reports it with its own.</summary>
    internal List<string> Unreadable { get; } = [];
}
