using System.Text.Json;
using Microsoft.Extensions.Options;

namespace MemHygiene.Budgets;

/// <summary>The budget of one machine or container: how many workers, and what each of them may hold, with the sum that leads there.</summary>
/// <remarks>
/// Immutable. The lines add up to the available bytes exactly. A plan that does not fit is still a plan: <see cref="Problems"/> says what is missing. The order of who wins, from the strongest: our own
/// environment variable, the generic one, the configuration section <c>MemHygiene:Plan</c> (with <c>AddMemoryPlan</c>), the code, the default.
/// </remarks>
public sealed record MemoryPlan
{
    internal MemoryPlan()
    {
    }

    /// <summary>The memory that is dealt out, in bytes.</summary>
    public required long AvailableBytes { get; init; }

    /// <summary>The cores.</summary>
    public required int Cores { get; init; }

    /// <summary>Whether every part gets what it needs.</summary>
    public bool Fits => Problems.Count == 0;

    /// <summary>What does not fit, in sentences with the figures. Empty in a plan that fits.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Whether the plan is for one process without a supervisor.</summary>
    public bool SingleProcess => WorkerSum.SingleProcess;

    /// <summary>How many processes serve. At least 1.</summary>
    public int Workers => WorkerSum.Workers;

    /// <summary>How many requests a worker answers at once, as set by hand; null where the memory decides.</summary>
    public required int? Threads { get; init; }

    /// <summary>How the number of workers came about.</summary>
    public required WorkerPlan WorkerSum { get; init; }

    /// <summary>The same as a sentence.</summary>
    public string WorkerReason => WorkerSum.Explain();

    /// <summary>What one worker may take, models and units included, in bytes: the memory without headroom and base, divided by the workers.</summary>
    public required long BytesPerWorker { get; init; }

    /// <summary>How many requests one worker answers at once. At least 1.</summary>
    public required int RequestsAtOnce { get; init; }

    /// <summary>How many requests wait in one worker before the next one is turned away.</summary>
    public required int QueueLength { get; init; }

    /// <summary>How many units fit, in all workers together; null where the options name no cost of one.</summary>
    public required long? Units { get; init; }

    /// <summary>What the caches of one worker may hold together, in bytes.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>How many outbound handlers one worker keeps: the default of <see cref="Http.HandlerPoolOptions.MaxHandlers"/>. At least 1.</summary>
    public required int MaxHandlers { get; init; }

    /// <summary>The database connections of one worker; null without a database.</summary>
    public required DatabasePoolPlan? Database { get; init; }

    /// <summary>The limits of the web server in one worker.</summary>
    public required ServerLimitsPlan Server { get; init; }

    /// <summary>The settings of the garbage collector in one worker.</summary>
    public required GarbageCollectionPlan GarbageCollection { get; init; }

    /// <summary>The limits of the container.</summary>
    public required ContainerPlan Container { get; init; }

    /// <summary>The settings of the PostgreSQL server; null unless the options name its memory.</summary>
    public required PostgreSqlPlan? PostgreSql { get; init; }

    /// <summary>Every part of the memory. The bytes add up to <see cref="AvailableBytes"/>.</summary>
    public required IReadOnlyList<MemoryPlanLine> Lines { get; init; }

    // The option, which the environment of the workers repeats.
    internal long SetWorkerBytes { get; init; }

    /// <summary>Plans from the options alone.</summary>
    /// <param name="options">What the plan starts from. Not kept.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="OptionsValidationException">Options are out of their ranges; each is named with its value.</exception>
    public static MemoryPlan Create(MemoryPlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var valid = new MemoryPlanOptionsValidator().Validate(null, options);
        return valid.Failed
            ? throw new OptionsValidationException(Options.DefaultName, typeof(MemoryPlanOptions), valid.Failures)
            : new MemoryPlanner(options).Plan();
    }

    /// <summary>Plans for the machine or container that this process runs in; the environment variables win over the code. For a program's first lines, where there is no host yet.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="OptionsValidationException">Options or variables are out of their ranges; each is named with its value.</exception>
    public static MemoryPlan ForThisMachine(Action<MemoryPlanOptions>? configure = null) => ForThisMachine(configure, Environment.GetEnvironmentVariable);

    /// <summary>The plan for a person: the sum in aligned columns, then what follows from it.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => MemoryPlanText.Write(this);

    /// <summary>The plan for another program.</summary>
    /// <returns>One indented JSON object: names in camel case, times such as <c>00:00:30</c>.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, MemoryPlanJson.Default.MemoryPlan);

    /// <summary>The plan as environment variables of the process that starts the workers.</summary>
    /// <returns>Lines <c>NAME=value</c> with comments, for <c>docker run --env-file</c>, systemd's <c>EnvironmentFile</c> or a shell.</returns>
    public string ToEnvironmentFile() => EnvironmentFile.Write(this);

    internal static MemoryPlan ForThisMachine(Action<MemoryPlanOptions>? configure, Func<string, string?> environment)
    {
        var options = new MemoryPlanOptions();
        configure?.Invoke(options);
        PlanEnvironment.Apply(options, environment);
        return Create(options);
    }
}
