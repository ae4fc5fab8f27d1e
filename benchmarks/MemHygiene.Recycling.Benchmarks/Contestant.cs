namespace MemHygiene.Recycling.Benchmarks;

/// <param name="Name">As the tables name it.</param>
/// <param name="StartAsync">Starts it with all its workers ready.</param>
/// <param name="Unreplaced">The name of the same server whose workers are never replaced; null for such a one.</param>
/// <param name="IsOurs">Whether the workers are .NET's, so that comparing their throughput with plain processes says something.</param>
internal sealed record Contestant(string Name, Func<CancellationToken, Task<Server>> StartAsync, string? Unreplaced = null, bool IsOurs = false);
