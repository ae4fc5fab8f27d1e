namespace MemHygiene.JsonStoreApp.Histories;

/// <summary>
/// Whether calls to one counter can have happened as the store promises. Updates are linearizable: each wrote the next number, in an order that
/// contradicts no clock. Reads may be old, but never older than the time to live, never than their own process's updates and reads before
/// them, and never from the future.
/// </summary>
internal static class HistoryCheck
{
    /// <param name="operations">All of all processes, in any order. The counter was zero before.</param>
    /// <param name="maxAge">How old a read of another process's update may be, in the clock's unit.</param>
    /// <returns>The first violation that was found, or null.</returns>
    public static string? FindViolation(IReadOnlyCollection<Operation> operations, long maxAge)
    {
        Operation[] updates = [.. operations.Where(operation => operation.IsUpdate).OrderBy(update => update.Value)];
        Operation[] reads = [.. operations.Where(operation => !operation.IsUpdate)];
        return Gap(updates)
            ?? Older("An update that began after another had ended wrote a lower number", updates, updates, 0)
            ?? FromTheFuture(reads, updates)
            ?? Older("A read is older than the time to live", reads, updates, maxAge)
            ?? reads.Concat(updates).GroupBy(operation => operation.Process).Select(own => OfOneProcess([.. own])).FirstOrDefault(found => found is not null);
    }

    private static string? Gap(Operation[] updates)
    {
        for (var index = 0; index < updates.Length; index++)
        {
            if (updates[index].Value != index + 1)
            {
                return $"The numbers that updates wrote are not 1 to {updates.Length}, each once: {updates[index]} stands at place {index + 1}.";
            }
        }

        return null;
    }

    private static string? FromTheFuture(Operation[] reads, Operation[] updates)
    {
        foreach (var read in reads)
        {
            if (read.Value > updates.Length || (read.Value > 0 && updates[read.Value - 1].Start > read.End))
            {
                return $"A read found what no update had written yet: {read}.";
            }
        }

        return null;
    }

    private static string? OfOneProcess(Operation[] own)
    {
        Operation[] reads = [.. own.Where(operation => !operation.IsUpdate)];
        return Older("A read does not see what its own process had written or read before", reads, own, 0);
    }

    /// <summary>An operation of the one kind with a lower value than one of the other kind that had ended, and so long ago, when it began.</summary>
    private static string? Older(string rule, Operation[] later, Operation[] earlier, long maxAge)
    {
        Operation[] byEnd = [.. earlier.OrderBy(operation => operation.End)];
        Operation highest = default;
        var next = 0;
        foreach (var operation in later.OrderBy(operation => operation.Start))
        {
            for (; next < byEnd.Length && byEnd[next].End + maxAge < operation.Start; next++)
            {
                highest = byEnd[next].Value > highest.Value ? byEnd[next] : highest;
            }

            if (operation.Value < highest.Value)
            {
                return $"{rule}: {highest}, then {operation}.";
            }
        }

        return null;
    }
}
