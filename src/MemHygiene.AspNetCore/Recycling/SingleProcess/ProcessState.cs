namespace MemHygiene.AspNetCore.Recycling;

/// <summary>What the limits are compared with, at one look. Null is unknown, or of no interest.</summary>
/// <param name="Now">The time.</param>
/// <param name="Age">How long ago the host had started.</param>
/// <param name="Requests">How many requests have come.</param>
/// <param name="PrivateBytes">What the process holds of its own.</param>
/// <param name="HeapBytes">What the managed heap held after the last collection.</param>
/// <param name="RestartAdvice">What the memory monitor says if only a new process helps.</param>
internal readonly record struct ProcessState(DateTimeOffset Now, TimeSpan Age, long Requests, long? PrivateBytes, long? HeapBytes, string? RestartAdvice);
