namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>What the fleet says of a worker that is to be started.</summary>
/// <param name="Number">Counts all workers of the supervisor's life: no number is used twice.</param>
/// <param name="LivesShortly">Whether the workers before it were replaced so soon that compiling for speed did not pay off.</param>
internal readonly record struct WorkerStart(int Number, bool LivesShortly);
