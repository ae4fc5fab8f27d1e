namespace MemHygiene.Pressure;

internal sealed class DelegateConsumer(string name, string releasedBy, TrimCost cost, Func<MemoryUsage> usage, Action<MemoryLevel, CancellationToken> trim) : IMemoryConsumer
{
    public string Name => name;

    public string ReleasedBy => releasedBy;

    public TrimCost TrimCost => cost;

    public MemoryUsage Usage => usage();

    public void Trim(MemoryLevel level, CancellationToken cancellationToken) => trim(level, cancellationToken);
}
