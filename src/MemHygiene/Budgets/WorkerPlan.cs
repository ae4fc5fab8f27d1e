using System.Globalization;
using System.Text;

namespace MemHygiene.Budgets;

/// <summary>How many worker processes fit, by cores and by memory, and the sum that leads there.</summary>
/// <remarks>
/// By cores <c>cores · 2 + 1</c>, by memory what is available divided by the memory of one worker, whole numbers; the smaller of the two is taken. With threads it is divided by them, and at
/// least one worker is left. Then the bounds <c>minWorkers</c> and <c>maxWorkers</c> apply. Immutable.
/// </remarks>
public sealed record WorkerPlan
{
    /// <summary>The default memory of one worker: 200 MB (1 MB is 1024 · 1024 bytes).</summary>
    public const int DefaultWorkerMegabytes = 200;

    /// <summary>The default share of the memory that stays free.</summary>
    public const double DefaultHeadroom = 0.25;

    private WorkerPlan()
    {
    }

    /// <summary>How many worker processes to run. At least 1.</summary>
    public required int Workers { get; init; }

    /// <summary>How many threads each of them has, as asked for.</summary>
    public required int Threads { get; init; }

    /// <summary>The cores that the sum started from.</summary>
    public required int Cores { get; init; }

    /// <summary>The memory that the sum started from, in bytes.</summary>
    public required long AvailableBytes { get; init; }

    /// <summary>The memory of one worker, in bytes.</summary>
    public required long WorkerBytes { get; init; }

    /// <summary>The share that stays free, 0 to 1.</summary>
    public required double Headroom { get; init; }

    /// <summary><c>cores · 2 + 1</c>.</summary>
    public int WorkersByCores => Cores * 2 + 1;

    /// <summary>How many workers fit into <see cref="UsableBytes"/>. May be 0.</summary>
    public int WorkersByMemory => (int)Math.Min(UsableBytes / WorkerBytes, int.MaxValue);

    /// <summary>What is left for workers: the available bytes without the headroom and without what is taken once, beside them.</summary>
    public long UsableBytes => Math.Max(0, AvailableBytes - HeadroomBytes - OnceBytes);

    /// <summary>What all workers take, in bytes.</summary>
    public long TotalBytes => Workers * WorkerBytes;

    /// <summary>Whether the workers fit into <see cref="UsableBytes"/>; one worker is planned even where none fits.</summary>
    public bool Fits => TotalBytes <= UsableBytes;

    /// <summary>Whether it is one process without a supervisor, whatever else would fit.</summary>
    public bool SingleProcess { get; init; }

    internal long OnceBytes { get; init; }

    internal long HeadroomBytes => (long)(AvailableBytes * Headroom);

    // The number before the bounds, which may be set by hand.
    private int WorkersBySum => Math.Max(1, Math.Min(WorkersByCores, WorkersByMemory) / Threads);

    /// <summary>Plans the workers of a server with several processes.</summary>
    /// <param name="cores">The cores. 1 to 4,096.</param>
    /// <param name="availableMegabytes">The memory for all of them, in MB. At least 1.</param>
    /// <param name="workerMegabytes">The memory of one worker, in MB. At least 1.</param>
    /// <param name="minWorkers">The least that is planned. At least 1.</param>
    /// <param name="maxWorkers">The most that is planned; not less than <paramref name="minWorkers"/>.</param>
    /// <param name="threads">The threads of one worker. At least 1.</param>
    /// <param name="headroom">The share of the memory that stays free, from 0 to less than 1.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static WorkerPlan Create(
        int cores,
        int availableMegabytes,
        int workerMegabytes = DefaultWorkerMegabytes,
        int minWorkers = 1,
        int maxWorkers = int.MaxValue,
        int threads = 1,
        double headroom = DefaultHeadroom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(availableMegabytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(workerMegabytes, 1);
        return Create(cores, availableMegabytes * ByteText.Megabyte, workerMegabytes * ByteText.Megabyte, 0, minWorkers, maxWorkers, threads, headroom);
    }

    /// <summary>Plans a server that is one process: it gets the threads that are asked for, and no second worker.</summary>
    /// <param name="cores">The cores. 1 to 4,096.</param>
    /// <param name="availableMegabytes">The memory, in MB. At least 1.</param>
    /// <param name="workerMegabytes">The memory of the process, in MB. At least 1.</param>
    /// <param name="threads">Its threads. At least 1.</param>
    /// <param name="headroom">The share of the memory that stays free, from 0 to less than 1.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static WorkerPlan CreateSingleProcess(
        int cores, int availableMegabytes, int workerMegabytes = DefaultWorkerMegabytes, int threads = 1, double headroom = DefaultHeadroom) =>
        Create(cores, availableMegabytes, workerMegabytes, minWorkers: 1, maxWorkers: 1, threads, headroom) with { SingleProcess = true };

    /// <summary>The sum as a person would write it.</summary>
    /// <returns>One line, such as <c>4 cores · 2 + 1 = 9 workers by CPU; 1024 MB − 25 % headroom = 768 MB / 200 MB = 3 by memory; 3 workers</c>.</returns>
    public string Explain()
    {
        var text = new StringBuilder();
        if (!SingleProcess)
        {
            Append($"{Cores} {(Cores == 1 ? "core" : "cores")} · 2 + 1 = {WorkersByCores} workers by CPU; ");
        }

        AppendUsable();
        if (SingleProcess)
        {
            Append($"; one process{(Threads > 1 ? $" × {Threads} threads" : "")}, about {ByteText.Of(WorkerBytes)}");
            return text.ToString();
        }

        Append($" / {ByteText.Of(WorkerBytes)} = {WorkersByMemory} by memory; ");
        if (Threads > 1)
        {
            Append($"{Math.Min(WorkersByCores, WorkersByMemory)} / {Threads} threads, at least 1; ");
        }

        if (Workers != WorkersBySum)
        {
            Append($"{WorkersBySum} by the sum, but {(Workers > WorkersBySum ? "at least" : "at most")} {Workers} by the settings; ");
        }

        Append($"{Count(Workers)}{(Threads > 1 ? $" × {Threads} threads" : "")}");
        return text.ToString();

        void AppendUsable()
        {
            Append($"{ByteText.Of(AvailableBytes)}");
            if (Headroom > 0)
            {
                Append($" − {Percent(Headroom)} headroom");
            }

            if (OnceBytes > 0)
            {
                Append($" − {ByteText.Of(OnceBytes)} taken once");
            }

            if (Headroom > 0 || OnceBytes > 0)
            {
                Append($" = {ByteText.Of(UsableBytes)}");
            }
        }

        void Append(FormattableString part) => text.Append(part.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What changes against the number of workers that run now, before and after.</summary>
    /// <param name="currentWorkers">How many run now. At least 1.</param>
    /// <returns>One line, such as <c>4 workers → 2 saves 2 × 200 MB = 400 MB (before 4 × 200 MB = 800 MB, after 2 × 200 MB = 400 MB, of 1024 MB)</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="currentWorkers"/> is less than 1.</exception>
    public string Advise(int currentWorkers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(currentWorkers, 1);

        if (currentWorkers == Workers)
        {
            return $"{Count(Workers)}: nothing to change ({Times(Workers)}, of {ByteText.Of(AvailableBytes)})";
        }

        var verb = currentWorkers > Workers ? "saves" : "takes another";
        return $"{Count(currentWorkers)} → {Number(Workers)} {verb} {Times(Math.Abs(currentWorkers - Workers))} "
            + $"(before {Times(currentWorkers)}, after {Times(Workers)}, of {ByteText.Of(AvailableBytes)})";
    }

    /// <summary>The sum.</summary>
    /// <returns>What <see cref="Explain"/> returns.</returns>
    public override string ToString() => Explain();

    internal static WorkerPlan Create(int cores, long availableBytes, long workerBytes, long onceBytes, int minWorkers, int maxWorkers, int threads, double headroom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cores, MaxCores);
        ArgumentOutOfRangeException.ThrowIfLessThan(minWorkers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWorkers, minWorkers);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!(headroom is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(headroom), headroom, "The headroom is a share from 0 to less than 1.");
        }

        var plan = new WorkerPlan
        {
            Workers = 1,
            Threads = threads,
            Cores = cores,
            AvailableBytes = availableBytes,
            WorkerBytes = workerBytes,
            Headroom = headroom,
            OnceBytes = onceBytes,
        };
        return plan with { Workers = Math.Clamp(plan.WorkersBySum, minWorkers, maxWorkers) };
    }

    internal const int MaxCores = 4096;

    internal static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Count(int workers) => workers == 1 ? "1 worker" : Number(workers) + " workers";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private string Times(int workers) => $"{Number(workers)} × {ByteText.Of(WorkerBytes)} = {ByteText.Of(workers * WorkerBytes)}";
}
