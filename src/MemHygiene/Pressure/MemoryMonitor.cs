namespace MemHygiene.Pressure;

/// <summary>Knows how close the process is to its limit.</summary>
public sealed class MemoryMonitor
{
    /// <summary>The level now.</summary>
    public MemoryLevel Level => MemoryLevel.Good;

    /// <summary>Adds a consumer.</summary>
    /// <param name="consumer">It.</param>
    /// <returns>Removes it.</returns>
    public IDisposable Register(IMemoryConsumer consumer) => throw new NotSupportedException();
}
