using System.Globalization;
using static MemHygiene.Budgets.ByteText;

namespace MemHygiene.Budgets;

/// <summary>Deals the memory out, in the order in which a plan that does not fit runs dry: caches first, then requests, then workers.</summary>
internal sealed class MemoryPlanner
{
    private readonly MemoryPlanOptions _options;
    private readonly MemorySum _sum;
    private readonly WorkerPlan _workers;
    private readonly long _idleBytes;
    private readonly long _modelsOnce;
    private readonly long _modelsPerWorker;

    /// <summary>The options have been validated.</summary>
    public MemoryPlanner(MemoryPlanOptions options)
    {
        _options = options;
        _idleBytes = options.IdleBytes ?? options.WorkerBytes / 2;
        _modelsOnce = options.ModelSharing == ModelSharing.Once ? options.ModelBytes : 0;
        _modelsPerWorker = options.ModelBytes - _modelsOnce;

        var available = options.AvailableBytes ?? MachineLimits.AvailableBytes;
        _sum = new MemorySum(available);

        // A unit is what the application is there for, so a cost per unit leaves only as many workers as were asked for: else more memory could mean fewer units.
        var most = options.UnitBytes > 0 ? options.MinWorkers : options.MaxWorkers;
        var set = options.Workers is { } workers ? Math.Max(1, workers) : (int?)null;
        var plan = WorkerPlan.Create(
            options.Cores ?? MachineLimits.Cores,
            available,
            options.WorkerBytes + _modelsPerWorker,
            options.BaseBytes + _modelsOnce,
            set ?? options.MinWorkers,
            set ?? most,
            options.Threads ?? 1,
            options.Headroom);
        _workers = plan with { SingleProcess = options.Workers == 0 };
    }

    private int Workers => _workers.Workers;

    public MemoryPlan Plan()
    {
        TakeWhatIsThereAtRest();
        var units = TakeUnits();
        var share = WorkerShare.Of(_sum.Left / Workers, _options, _workers.Cores, Workers);
        Take(share);
        var cacheBytes = _sum.Left / Workers;
        var cached = Workers * cacheBytes;
        _sum.Take("caches", cached, $"{Each(Of(cacheBytes))}: what is left; all caches of a worker together");
        var leftOver = _sum.Left;
        _sum.Take("left over", leftOver, "too little to be divided");

        var problems = Problems();
        var bytesPerWorker = Math.Max(0, _workers.UsableBytes - leftOver) / Workers;
        return new MemoryPlan
        {
            AvailableBytes = _workers.AvailableBytes,
            Cores = _workers.Cores,
            Problems = problems,
            Threads = _options.Threads,
            WorkerSum = _workers,
            SetWorkerBytes = _options.WorkerBytes,
            BytesPerWorker = bytesPerWorker,
            RequestsAtOnce = share.Requests,
            QueueLength = share.Queue,
            Units = units,
            CacheBytes = cacheBytes,
            MaxHandlers = share.Handlers,
            Database = share.Database,
            Server = share.Server,
            GarbageCollection = GarbageCollectionPlan.Create(_workers.Cores, Workers, bytesPerWorker, problems.Count == 0),
            Container = new ContainerPlan
            {
                MemoryLimitBytes = _workers.AvailableBytes,
                MemoryReservationBytes = _workers.AvailableBytes - _workers.HeadroomBytes - cached - leftOver,
                CpuLimit = _workers.Cores,
                CpuReservation = _workers.Cores / 2.0,
            },
            PostgreSql = _options.DatabaseServerBytes is { } bytes ? PostgreSqlPlan.Create(bytes, DatabasePoolPlan.ServerConnections(_options) ?? 100) : null,
            Lines = _sum.Lines,
        };
    }

    private void TakeWhatIsThereAtRest()
    {
        _sum.Take("headroom", _workers.HeadroomBytes, $"{WorkerPlan.Percent(_options.Headroom)} stay free for peaks");
        _sum.Take("base", _options.BaseBytes, "taken once, beside the workers");
        _sum.Take("models", _modelsOnce, "shared by all workers");
        _sum.Take("models", Workers * _modelsPerWorker, Each(Of(_modelsPerWorker)));
        _sum.Take("workers at rest", Workers * _idleBytes, $"{Each(Of(_idleBytes))}: runtime and code");
    }

    // What a worker needs for its requests comes first: units that nobody can be served with are worth nothing.
    private long? TakeUnits()
    {
        if (_options.UnitBytes == 0)
        {
            return null;
        }

        var spare = Math.Max(0, _sum.Left - Workers * Math.Max(_options.WorkerBytes - _idleBytes, WorkerShare.Least(_options)));
        var perWorker = spare / Workers / _options.UnitBytes;
        _sum.Take("units", Workers * perWorker * _options.UnitBytes, $"{Each(Count(perWorker, _options.UnitBytes))}");
        return Workers * perWorker;
    }

    private void Take(WorkerShare share)
    {
        TakeEach("requests", share.Requests, _options.RequestBytes);
        TakeEach("handlers", share.Handlers, _options.HandlerBytes);
        TakeEach("database", share.Database is { } pool ? pool.Size + pool.Overflow : 0, _options.DatabaseConnectionBytes);
        TakeEach("queue", share.Queue, ServerLimitsPlan.RequestBuffer);
        TakeEach("idle connections", share.IdleConnections, WorkerShare.IdleConnectionBytes);

        void TakeEach(string name, int count, long bytes) => _sum.Take(name, (long)Workers * count * bytes, Each(Count(count, bytes)));
    }

    private List<string> Problems()
    {
        var problems = new List<string>();
        var missing = _sum.Lines.Where(line => line.MissingBytes > 0).ToArray();
        if (missing.Length > 0)
        {
            var parts = missing.Select(line => $"{line.Name} would need {Of(line.Bytes + line.MissingBytes)} and get {Of(line.Bytes)}");
            problems.Add($"The plan does not fit: of {Of(_workers.AvailableBytes)}, {Of(missing.Sum(line => line.MissingBytes))} are missing ({string.Join("; ", parts)}).");
        }

        if (DatabasePoolPlan.IsTooMuchFor(_options, Workers))
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The database takes {DatabasePoolPlan.ServerConnections(_options)} connections, {DatabasePoolPlan.Reserved} of them reserved: too few for one in each of {Workers} workers."));
        }

        return problems;
    }

    private string Each(string what) => Workers == 1 ? what : string.Create(CultureInfo.InvariantCulture, $"{Workers} workers × {what}");

    private static string Count(long count, long bytes) => string.Create(CultureInfo.InvariantCulture, $"{count} × {Of(bytes)}");
}
