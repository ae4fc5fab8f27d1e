using MemHygiene.Pressure;

namespace MemHygiene.Tests.Pressure;

internal sealed class FakeConsumer(string name, TrimCost cost = TrimCost.Free, long? held = 100) : IMemoryConsumer
{
    public string Name => name;

    public string ReleasedBy => "Nothing but trims.";

    public TrimCost TrimCost => cost;

    public long? Held { get; set; } = held;

    public MemoryUsage Usage => OnUsage?.Invoke() ?? new MemoryUsage(Held, Held);

    public Func<MemoryUsage>? OnUsage { get; set; }

    public Action<MemoryLevel, CancellationToken>? OnTrim { get; set; }

    public List<MemoryLevel> Trims { get; } = [];

    public void Trim(MemoryLevel level, CancellationToken cancellationToken)
    {
        Trims.Add(level);
        OnTrim?.Invoke(level, cancellationToken);
        Held = OnTrim is null ? 0 : Held;
    }
}
