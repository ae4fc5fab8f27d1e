using System.Globalization;

namespace MemHygiene.Budgets;

/// <summary>What the environment says about the plan: our own name first, then the one that hosting platforms use. An empty variable says nothing.</summary>
internal static class PlanEnvironment
{
    public const string Workers = "MEMHYGIENE_WORKERS";
    public const string Threads = "MEMHYGIENE_THREADS";
    public const string WorkerMemory = "MEMHYGIENE_WORKER_MEMORY_MB";

    // Ours alone: a process that starts with the plan's heap limit would take that for the memory of its machine.
    public const string Memory = "MEMHYGIENE_MEMORY_MB";

    private const int LeastWorkerMegabytes = 32;
    private const int MostWorkerMegabytes = 1024 * 1024;
    private const int MostMegabytes = 1024 * 1024 * 1024;

    public static void Apply(MemoryPlanOptions options, Func<string, string?> read)
    {
        options.AvailableBytes = Read([Memory], 1, MostMegabytes, "a whole number of MB") * ByteText.Megabyte ?? options.AvailableBytes;
        options.Workers = Read([Workers, "WORKERS"], 0, MemoryPlanOptions.MostWorkers, "a whole number of workers") ?? options.Workers;
        options.Threads = Read([Threads, "THREADS"], 1, MemoryPlanOptions.MostThreads, "a whole number of threads") ?? options.Threads;
        options.WorkerBytes = Read([WorkerMemory, "WORKER_MEMORY_MB"], LeastWorkerMegabytes, MostWorkerMegabytes, "a whole number of MB") * ByteText.Megabyte
            ?? options.WorkerBytes;

        int? Read(string[] variables, int least, int most, string what)
        {
            foreach (var variable in variables)
            {
                if (read(variable)?.Trim() is not { Length: > 0 } text)
                {
                    continue;
                }

                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                {
                    return value;
                }

                options.Unreadable.Add(string.Create(
                    CultureInfo.InvariantCulture, $"The environment variable {variable} is '{text}'; it must be {what} from {least} to {most}, or not be set."));
                return null;
            }

            return null;
        }
    }
}
