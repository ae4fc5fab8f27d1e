namespace MemHygiene.Pressure;

/// <summary>What a consumer holds at one moment. Null means that it cannot tell, never zero.</summary>
/// <param name="HeldBytes">Bytes that it keeps reachable, managed and native.</param>
/// <param name="ReleasableBytes">How many of them a trim at <see cref="MemoryLevel.Critical"/> would give back now.</param>
/// <param name="Items">How many things it holds: entries, handlers, documents.</param>
public readonly record struct MemoryUsage(long? HeldBytes, long? ReleasableBytes = null, long? Items = null);
