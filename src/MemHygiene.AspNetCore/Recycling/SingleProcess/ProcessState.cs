namespace MemHygiene.AspNetCore.Recycling;

/// <summary>What the limits are compared with, at one look.</summary>
/// <param name="Now">The time.</param>
/// <param name="Age">How long ago the host had started.</param>
/// <param name="Requests">How many requests have come.</param>
/// <param name="PrivateBytes">What the process holds of its own; null if unknown or of no interest.</param>
/// <param name="ManagedBytes">What the garbage collector has committed; null if unknown.</param>
/// <param name="RestartAdvice">What the memory monitor says if only a new process helps; else null.</param>
internal readonly record struct ProcessState(DateTimeOffset Now, TimeSpan Age, long Requests, long? PrivateBytes, long? ManagedBytes, string? RestartAdvice);
