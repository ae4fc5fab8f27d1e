namespace MemHygiene.Periodic;

/// <summary>A work as it was added: its name and what a run does.</summary>
internal sealed record PeriodicWorkRegistration(string Name, Func<IServiceProvider, CancellationToken, Task> Work);
