namespace MemHygiene.Periodic;

/// <summary>All periodic work of the host: what it did, when it runs next, and the way to run it now.</summary>
/// <remarks>Thread-safe. A singleton that is there as soon as one work was added.</remarks>
public sealed class PeriodicWorkRegistry
{
    internal PeriodicWorkRegistry(IReadOnlyList<PeriodicWork> works) => Works = works;

    internal IReadOnlyList<PeriodicWork> Works { get; }

    /// <summary>How each work stands, in the order in which they were added.</summary>
    /// <returns>One status for each work, taken now.</returns>
    public IReadOnlyList<PeriodicWorkStatus> GetStatuses() => [.. Works.Select(work => work.Status)];

    /// <summary>Runs a work now, whatever the memory's level, and waits for its end; the next run comes one interval after this one's start. If a run is under way, waits for that one.</summary>
    /// <param name="name">The name that it was added with.</param>
    /// <param name="cancellationToken">Ends the wait, not the run. Never wait inside the work itself for its own run.</param>
    /// <returns>The status right after the run. <see cref="PeriodicWorkStatus.LastError"/> tells whether it went well; its exception is not thrown here.</returns>
    /// <exception cref="ArgumentException">No work has this name.</exception>
    /// <exception cref="InvalidOperationException">The host has not started the work yet, or has stopped it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the host stopped before the run began.</exception>
    public Task<PeriodicWorkStatus> TriggerAsync(string name, CancellationToken cancellationToken = default)
    {
        var work = Works.FirstOrDefault(candidate => candidate.Status.Name == name)
            ?? throw new ArgumentException($"No periodic work is named '{name}'. There are: {string.Join(", ", Works.Select(known => known.Status.Name))}.", nameof(name));
        return work.TriggerAsync(cancellationToken);
    }
}
